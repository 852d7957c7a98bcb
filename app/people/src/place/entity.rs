//! Tables of places.

#![allow(missing_docs)]

pub mod municipality {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::BranchId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "municipality")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name_ar: String,
        pub name_en: String,
        pub district_code: Option<String>,
        pub region_code: String,
        pub south: String,
        pub lat: Option<f64>,
        pub lon: Option<f64>,
        pub aliases: String,
        pub active_from: Option<DateTime<Utc>>,
        pub active_to: Option<DateTime<Utc>>,
        pub branch_id: Option<BranchId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod district {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "district")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name_ar: String,
        pub name_en: String,
        pub region_code: String,
        pub region_ar: String,
        pub region_en: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod branch {
    use sea_orm::entity::prelude::*;

    use ground::ids::BranchId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "branch")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: BranchId,
        pub name_ar: String,
        pub name_en: String,
        pub municipality_code: Option<String>,
        pub address_ar: String,
        pub address_en: String,
        pub phone: String,
        pub hours_ar: String,
        pub hours_en: String,
        pub networks: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod holiday {
    use chrono::NaiveDate;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "holiday")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: NaiveDate,
        pub name_ar: String,
        pub name_en: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
