//! Tables of training.

#![allow(missing_docs)]

pub mod course {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::ids::CourseId;

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
        pub hours: i64,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod cohort {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::ids::{CohortId, CourseId, PersonId};
    use crate::training::rules::{CohortState, Policy};

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
        pub quota_region: Option<String>,
        pub quota_seats: i64,
        pub spill_on: Option<String>,
        pub costs: String,
        pub contact: String,
        pub seed: Option<String>,
        pub minute: Option<String>,
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

    use crate::ids::{CohortId, CourseId, EnrolmentId, FamilyId, PersonId};
    use crate::training::rules::EnrolmentState;

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
        pub words: String,
        pub state: EnrolmentState,
        pub position: Option<i64>,
        pub seat: Option<i64>,
        pub answer_by: Option<String>,
        pub reason: String,
        pub applied_at: DateTime<Utc>,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
