//! Tables of the desk.

#![allow(missing_docs)]

pub mod import_job {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::types::JobState;
    use ground::ids::PersonId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_job")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub token: String,
        pub state: JobState,
        pub all_or_nothing: bool,
        pub rows_total: i64,
        pub rows_done: i64,
        pub report: String,
        pub begun_by: Option<PersonId>,
        pub released_by: Option<PersonId>,
        pub files: String,
        pub begun_at: DateTime<Utc>,
        pub touched_at: DateTime<Utc>,
        pub ended_at: Option<DateTime<Utc>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod return_phrase {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_phrase")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub part: String,
        pub words_ar: String,
        pub words_en: String,
        pub active: bool,
        pub position: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
