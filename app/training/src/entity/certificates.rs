//! Tables of certificates.

pub mod certificate {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::CertificateState;
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
        pub issued_on: NaiveDate,
        pub expires_on: NaiveDate,
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

    use crate::rules::IssuingState;
    use ground::ids::{CohortId, PersonId};

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
