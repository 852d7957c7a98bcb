//! Tables of families.

#![allow(missing_docs)]

pub mod family {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::ActiveValue::Set;
    use sea_orm::Condition;
    use sea_orm::entity::prelude::*;

    use crate::families::rules::{FamilyState, TRUSTED_AFTER};
    use ground::ids::{FamilyId, PersonId};
    use ground::sql::is;
    use ground::states::States;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "family")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: FamilyId,
        pub state: FamilyState,
        pub slug: Option<String>,
        pub import_id: Option<String>,
        pub owner_id: Option<PersonId>,
        pub helped_by: Option<PersonId>,
        pub trade_name: String,
        pub trade_name_en: String,
        pub story: String,
        pub municipality_code: Option<String>,
        pub quarter: String,
        pub landmark: String,
        pub contact_phone: String,
        pub registration_number: String,
        pub household_size: Option<i64>,
        pub show_story: bool,
        pub consent_version: Option<String>,
        pub consent_at: Option<DateTime<Utc>>,
        pub consent_how: Option<String>,
        pub licence_number: Option<String>,
        pub licence_expires_on: Option<NaiveDate>,
        pub marked_until: Option<NaiveDate>,
        pub approvals_in_row: i64,
        pub ever_refused: bool,
        pub created_at: DateTime<Utc>,
        pub submitted_at: Option<DateTime<Utc>>,
        pub approved_at: Option<DateTime<Utc>>,
        pub reminded_of: Option<NaiveDate>,
        pub changed_parts: String,
    }

    impl Model {
        /// Whether what it makes is published at once, and looked at afterwards.
        pub fn trusted(&self) -> bool {
            self.approvals_in_row >= TRUSTED_AFTER && !self.ever_refused
        }
    }

    /// Families whose licence holds on a day, as [`crate::families::rules::licence_holds`] says it.
    pub fn licensed(today: NaiveDate) -> Condition {
        Condition::all().add(is(Column::State, FamilyState::Approved)).add(Column::LicenceExpiresOn.gte(today))
    }

    /// A family that nobody answers for and that has said nothing yet.
    pub fn blank(now: DateTime<Utc>) -> ActiveModel {
        let nothing = || Set(String::new());
        ActiveModel {
            state: FamilyState::first().set(),
            trade_name: nothing(),
            trade_name_en: nothing(),
            story: nothing(),
            quarter: nothing(),
            landmark: nothing(),
            contact_phone: nothing(),
            registration_number: nothing(),
            show_story: Set(true),
            approvals_in_row: Set(0),
            ever_refused: Set(false),
            changed_parts: nothing(),
            created_at: Set(now),
            ..Default::default()
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod family_member {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::families::rules::IdentityKind;
    use ground::ids::{FamilyId, MemberId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "family_member")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: MemberId,
        pub family_id: FamilyId,
        pub name: String,
        pub folded_name: String,
        pub birth_year: Option<i64>,
        pub relation: String,
        pub identity_kind: Option<IdentityKind>,
        pub identity_number: Option<String>,
        pub claimed: bool,
        pub position: i64,
        pub verified_at: Option<DateTime<Utc>>,
        pub verified_by: Option<PersonId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod family_craft {
    use sea_orm::entity::prelude::*;

    use ground::ids::FamilyId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "family_craft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub family_id: FamilyId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub craft_code: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod family_document {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{FamilyId, MediaId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "family_document")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub family_id: FamilyId,
        pub kind: String,
        pub media_id: MediaId,
        pub name: String,
        pub added_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod family_correction {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::families::rules::CorrectionState;
    use ground::ids::{CorrectionId, FamilyId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "family_correction")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CorrectionId,
        pub family_id: FamilyId,
        pub slot: String,
        pub change_json: String,
        pub state: CorrectionState,
        pub asked_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod family_apart {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{FamilyId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "family_apart")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub one_id: FamilyId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub other_id: FamilyId,
        pub by_id: Option<PersonId>,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
