//! Tables of what has to be done before a fair.

#![allow(missing_docs)]

pub mod ride {
    use sea_orm::entity::prelude::*;

    use crate::preparation::rules::RideKind;
    use crate::preparation::types::Ride;
    use ground::ids::{FairId, RideId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_ride")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: RideId,
        pub fair_id: FairId,
        pub kind: RideKind,
        pub title: String,
        pub capacity: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Ride {
        fn from(row: Model) -> Self {
            Ride { id: row.id, kind: row.kind, title: row.title, capacity: row.capacity }
        }
    }
}

pub mod rider {
    use sea_orm::entity::prelude::*;

    use crate::preparation::rules::RideKind;
    use crate::preparation::types::Rider;
    use ground::ids::{FairApplicationId, RideId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_rider")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: RideKind,
        pub ride_id: RideId,
        pub people: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Rider {
        fn from(row: Model) -> Self {
            Rider { application: row.application_id, kind: row.kind, ride: row.ride_id, people: row.people }
        }
    }
}

pub mod tick {
    use sea_orm::entity::prelude::*;

    use crate::preparation::rules::Item;

    use ground::ids::FairApplicationId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_tick")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item: Item,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
