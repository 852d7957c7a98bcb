//! How booths were given.

#![allow(missing_docs)]

pub mod allocation {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::booths::types::Allocation;
    use ground::ids::{FairId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "allocation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        pub seed: String,
        pub score: i64,
        pub left_out: i64,
        pub made_by: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Allocation {
        fn from(row: Model) -> Self {
            Allocation { seed: row.seed, score: row.score }
        }
    }
}
