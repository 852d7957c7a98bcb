//! Tables of a plan beside the fair.

#![allow(missing_docs)]

pub mod term {
    use sea_orm::entity::prelude::*;

    use crate::plan::rules::FairTermKind;
    use ground::ids::FairId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_term")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: FairTermKind,
        #[sea_orm(primary_key, auto_increment = false)]
        pub value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod team {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_team")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod budget {
    use sea_orm::entity::prelude::*;

    use crate::plan::types::BudgetLine;
    use ground::ids::FairId;
    use ground::money::Money;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_budget")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub title: String,
        pub planned: i64,
        pub spent: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl From<Model> for BudgetLine {
        fn from(row: Model) -> Self {
            BudgetLine { position: row.position, title: row.title, planned: Money(row.planned), spent: Money(row.spent) }
        }
    }
}
