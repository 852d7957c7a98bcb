//! Tables of training.

#![allow(missing_docs)]

mod room;
mod selection;

pub use room::{feedback, feedback_words, homework, material, message};
pub use selection::{answer, criterion, points, proposal, question, quota, term};

pub mod course {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::CourseField;
    use ground::ids::{CourseId, MediaId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "course")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CourseId,
        pub slug: String,
        pub title_ar: String,
        pub title_en: String,
        pub aims: String,
        pub prerequisites: String,
        pub partner: String,
        pub partner_since: String,
        pub language: String,
        pub accessibility: String,
        pub field: CourseField,
        pub hours: i64,
        pub valid_months: i64,
        pub gives_mark: bool,
        pub partner_logo_id: Option<MediaId>,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod cohort {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::{CohortState, Policy};
    use ground::ids::{CohortId, CourseId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CohortId,
        pub course_id: CourseId,
        pub number: i64,
        pub state: CohortState,
        pub municipality_code: String,
        pub venue: String,
        pub starts_on: String,
        pub ends_on: String,
        pub opens_on: String,
        pub closes_on: String,
        pub capacity: i64,
        pub policy: Policy,
        pub offer_days: i64,
        pub kept_seats: i64,
        pub spill_on: Option<String>,
        pub costs: String,
        pub contact: String,
        pub attendance_min: i64,
        pub assessed: bool,
        pub spent: i64,
        pub seed: Option<String>,
        pub minute: Option<String>,
        pub closed_on: Option<String>,
        pub carries_from: Option<CohortId>,
        pub ordered_by: Option<PersonId>,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod enrolment {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::EnrolmentState;
    use ground::ids::{CohortId, CourseId, EnrolmentId, FamilyId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "enrolment")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: EnrolmentId,
        pub cohort_id: CohortId,
        pub course_id: CourseId,
        pub family_id: FamilyId,
        pub applicant_id: PersonId,
        pub reference: String,
        pub name: String,
        pub person_key: String,
        pub municipality_code: String,
        pub region_code: String,
        pub crafts: String,
        pub words: String,
        pub state: EnrolmentState,
        pub position: Option<i64>,
        pub seat: Option<i64>,
        pub answer_by: Option<String>,
        pub screened_by: Option<PersonId>,
        pub reason: String,
        pub repeatable: i64,
        pub gave_feedback: bool,
        pub applied_at: DateTime<Utc>,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod module {
    use sea_orm::entity::prelude::*;

    use ground::ids::{CourseId, ModuleId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "course_module")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: ModuleId,
        pub course_id: CourseId,
        pub position: i64,
        pub title: String,
        pub hours: i64,
        pub learnt: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod lesson {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{CohortId, LessonId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "lesson")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: LessonId,
        pub cohort_id: CohortId,
        pub day: String,
        pub begins: String,
        pub ends: String,
        pub venue: String,
        pub link: String,
        pub topic: String,
        pub trainer_id: Option<PersonId>,
        pub secret: String,
        pub version: i64,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod attendance {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::schedule::{Mark, Source};
    use ground::ids::{EnrolmentId, LessonId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendance")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub lesson_id: LessonId,
        pub enrolment_id: EnrolmentId,
        pub mark: Mark,
        pub source: Source,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod assessment {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{EnrolmentId, ModuleId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "assessment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub enrolment_id: EnrolmentId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub module_id: ModuleId,
        pub points: i64,
        pub words: String,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod certificate {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::credential::CertificateState;
    use ground::ids::{CertificateId, CohortId, EnrolmentId, FamilyId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificate")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CertificateId,
        pub code: String,
        pub enrolment_id: EnrolmentId,
        pub family_id: FamilyId,
        pub cohort_id: CohortId,
        pub state: CertificateState,
        pub name: String,
        pub name_en: String,
        pub title_ar: String,
        pub title_en: String,
        pub number: i64,
        pub hours: i64,
        pub partner: String,
        pub gives_mark: bool,
        pub issued_on: String,
        pub expires_on: String,
        pub issued_by: PersonId,
        pub reason: String,
        pub replaced_by: Option<CertificateId>,
        pub reminded: bool,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod issuing {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{CohortId, PersonId};

    #[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "Text")]
    pub enum IssuingState {
        #[sea_orm(string_value = "running")]
        Running,
        #[sea_orm(string_value = "done")]
        Done,
        #[sea_orm(string_value = "failed")]
        Failed,
    }

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "issuing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort_id: CohortId,
        pub state: IssuingState,
        pub begun_by: PersonId,
        pub total: i64,
        pub issued: i64,
        pub incident: String,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod calendar_link {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::PersonId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        pub secret: String,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
