//! Tables of what is kept of a fair.

#![allow(missing_docs)]

pub mod file {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::record::types::File;
    use ground::ids::{FairId, MediaId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_file")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub fair_id: FairId,
        pub media_id: MediaId,
        pub name: String,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for File {
        fn from(row: Model) -> Self {
            File { id: row.id, media: row.media_id, name: row.name, at: row.at }
        }
    }
}

pub mod photo {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairId, MediaId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_photo")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub fair_id: FairId,
        pub media_id: MediaId,
        pub alt: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod rating {
    use sea_orm::entity::prelude::*;

    use crate::record::rules::Side;
    use ground::ids::FairId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_rating")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub side: Side,
        #[sea_orm(primary_key, auto_increment = false)]
        pub question: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub rating: i64,
        pub people: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod words {
    use sea_orm::entity::prelude::*;

    use crate::record::rules::Side;
    use ground::ids::FairId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_words")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub fair_id: FairId,
        pub side: Side,
        pub words: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
