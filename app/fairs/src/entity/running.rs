//! Tables of a running fair.

pub mod ride {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairId, RideId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_ride")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: RideId,
        pub fair_id: FairId,
        pub kind: String,
        pub title: String,
        pub capacity: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod rider {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, RideId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_rider")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        pub ride_id: RideId,
        pub people: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod presence {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, PersonId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: String,
        pub by_id: PersonId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod incident {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_incident")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub fair_id: FairId,
        pub words: String,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod goods {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, ProductId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_goods")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
        pub price: i64,
        pub brought: i64,
        pub sold: i64,
        pub returned: i64,
        pub damaged: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod settlement {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_settlement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        pub sales: i64,
        pub by_hand: bool,
        pub words: String,
        pub signed_by: String,
        pub settled_by: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod tick {
    use sea_orm::entity::prelude::*;

    use ground::ids::FairApplicationId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_tick")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod counted {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::counting::Count;
    use ground::ids::{FairApplicationId, PersonId, ProductId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_counted")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub application_id: FairApplicationId,
        pub product_id: ProductId,
        pub what: Count,
        pub before: i64,
        pub n: i64,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
