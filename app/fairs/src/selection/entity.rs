//! Tables of a selection.

#![allow(missing_docs)]

pub mod criterion {
    use sea_orm::entity::prelude::*;

    use crate::selection::types::Criterion;
    use ground::ids::FairId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_criterion")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub title: String,
        pub weight: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Criterion {
        fn from(row: Model) -> Self {
            Criterion { position: row.position, title: row.title, weight: row.weight }
        }
    }
}

pub mod review {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::selection::rules::ReviewState;
    use ground::ids::{FairApplicationId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_review")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub juror_id: PersonId,
        pub state: ReviewState,
        pub words: String,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod score {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, PersonId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_score")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub juror_id: PersonId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub points: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod proposal {
    use sea_orm::entity::prelude::*;

    use crate::selection::types::Proposed;
    use ground::ids::FairApplicationId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_proposal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        pub place: i64,
        pub score: i64,
        pub recent: i64,
        pub rotation: i64,
        pub balance: i64,
        pub total: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Proposed {
        fn from(row: Model) -> Self {
            Proposed {
                application: row.application_id,
                place: row.place,
                score: row.score,
                recent: row.recent,
                rotation: row.rotation,
                balance: row.balance,
                total: row.total,
            }
        }
    }
}
