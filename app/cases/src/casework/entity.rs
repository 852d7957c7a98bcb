//! Tables of cases.

#![allow(missing_docs)]

pub mod casefile {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;

    use crate::casework::rules::{CaseKind, CaseState, Outcome, ReasonCode};
    use ground::ids::{CaseId, PersonId, VersionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "casefile")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CaseId,
        pub reference: String,
        pub kind: CaseKind,
        pub subject_id: i64,
        pub title: String,
        pub state: CaseState,
        pub municipality_code: Option<String>,
        pub applicant_id: Option<PersonId>,
        pub filed_by: Option<PersonId>,
        pub assigned_to: Option<PersonId>,
        pub opened_at: DateTime<Utc>,
        pub days_used: i64,
        pub clock_since: Option<DateTime<Utc>>,
        pub due_on: Option<NaiveDate>,
        pub recommended_by: Option<PersonId>,
        pub recommended_outcome: Option<Outcome>,
        pub decided_by: Option<PersonId>,
        pub decided_at: Option<DateTime<Utc>>,
        pub outcome: Option<Outcome>,
        pub reason_code: Option<ReasonCode>,
        pub reason_text: Option<String>,
        pub decision_number: Option<String>,
        pub objection_of: Option<CaseId>,
        pub flagged: Option<String>,
        pub concerns_id: Option<PersonId>,
        pub version_id: Option<VersionId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_event {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::casework::rules::EventAct;
    use ground::ids::{CaseId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_event")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub case_id: CaseId,
        pub at: DateTime<Utc>,
        pub person_id: Option<PersonId>,
        pub act: EventAct,
        pub words: String,
        pub fields: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_document {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{CaseId, MediaId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_document")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub case_id: CaseId,
        pub media_id: MediaId,
        pub name: String,
        pub added_by: Option<PersonId>,
        pub added_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
