//! Tables of sittings.

#![allow(missing_docs)]

pub mod sitting {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;

    use crate::committee::rules::{SittingKind, SittingState};
    use ground::ids::{PersonId, SittingId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: SittingId,
        pub kind: SittingKind,
        pub subject_id: i64,
        pub title: String,
        pub municipality_code: String,
        pub agenda: String,
        pub held_on: NaiveDate,
        pub venue: String,
        pub state: SittingState,
        pub number: Option<String>,
        pub seed: String,
        pub digest: Option<String>,
        pub words: String,
        pub called_by: PersonId,
        pub counted_by: Option<PersonId>,
        pub created_at: DateTime<Utc>,
        pub counted_at: Option<DateTime<Utc>>,
        pub signed_at: Option<DateTime<Utc>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod member {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{PersonId, SittingId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_member")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub sitting_id: SittingId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        pub name: String,
        pub present_at: Option<DateTime<Utc>>,
        pub signed_at: Option<DateTime<Utc>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod file {
    use sea_orm::entity::prelude::*;

    use ground::ids::{PersonId, SittingFileId, SittingId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_file")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: SittingFileId,
        pub sitting_id: SittingId,
        pub file_subject: i64,
        pub applicant_id: PersonId,
        pub reference: String,
        pub name: String,
        pub details: String,
        pub file_rank: Option<i64>,
        pub yes: Option<i64>,
        pub no: Option<i64>,
        pub position: Option<i64>,
        pub reason: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod conflict {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{PersonId, SittingFileId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_conflict")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub file_id: SittingFileId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        pub words: String,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod vote {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::committee::rules::Choice;
    use ground::ids::{PersonId, SittingFileId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_vote")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub file_id: SittingFileId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        pub choice: Choice,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
