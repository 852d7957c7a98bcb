//! Tables of an application beside its row.

#![allow(missing_docs)]

pub mod fair_product {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, ProductId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_product")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
        pub packed: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod attendant {
    use sea_orm::entity::prelude::*;

    use crate::applications::types::Attendant;
    use ground::ids::{FairApplicationId, MemberId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_attendant")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: MemberId,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Attendant {
        fn from(row: Model) -> Self {
            Attendant { member: row.member_id, name: row.name }
        }
    }
}
