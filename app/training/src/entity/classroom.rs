//! Tables of what a cohort shares.

pub mod message {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{CohortId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_message")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub cohort_id: CohortId,
        pub words: String,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod material {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{MediaId, ModuleId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "module_material")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub module_id: ModuleId,
        pub name: String,
        pub media_id: MediaId,
        pub added_by: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod homework {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{EnrolmentId, HomeworkId, LessonId, MediaId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "homework")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: HomeworkId,
        pub lesson_id: LessonId,
        pub enrolment_id: EnrolmentId,
        pub words: String,
        pub media_id: Option<MediaId>,
        pub at: DateTime<Utc>,
        pub reply: String,
        pub replied_by: Option<PersonId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod feedback {
    use sea_orm::entity::prelude::*;

    use ground::ids::CohortId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_count")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort_id: CohortId,
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

pub mod feedback_words {
    use sea_orm::entity::prelude::*;

    use ground::ids::CohortId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_words")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub cohort_id: CohortId,
        pub words: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
