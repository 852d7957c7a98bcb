//! Tables of accounts.

/// People.
pub mod person {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::PersonId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: PersonId,
        pub name: String,
        pub phone: Option<String>,
        pub email: Option<String>,
        pub email_confirmed_at: Option<DateTime<Utc>>,
        pub email_refused_at: Option<DateTime<Utc>>,
        pub password_hash: String,
        pub locale: String,
        pub mail_notices: bool,
        pub totp_secret: Option<String>,
        pub totp_confirmed_at: Option<DateTime<Utc>>,
        pub totp_last_step: Option<i64>,
        pub digested_on: Option<NaiveDate>,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::role_grant::Entity")]
        Grants,
    }

    impl Related<super::role_grant::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Grants.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Devices that are signed in. The token itself is with the device only.
pub mod session {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{PersonId, SessionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: SessionId,
        pub token_hash: String,
        pub person_id: PersonId,
        pub second_factor: bool,
        pub device: String,
        pub created_at: DateTime<Utc>,
        pub seen_at: DateTime<Utc>,
        pub expires_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Roles with dates and a scope.
pub mod role_grant {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::actor::{Role, Scope};
    use ground::ids::{BranchId, GrantId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "role_grant")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: GrantId,
        pub person_id: PersonId,
        pub role: Role,
        pub branch_id: Option<BranchId>,
        pub municipality_code: Option<String>,
        pub granted_by: Option<PersonId>,
        pub confirmed_by: Option<PersonId>,
        pub basis: String,
        pub starts_at: DateTime<Utc>,
        pub ends_at: Option<DateTime<Utc>>,
    }

    impl Model {
        /// What the grant reaches.
        pub fn scope(&self) -> Scope {
            scope(self.branch_id, self.municipality_code.as_ref())
        }
    }

    /// What a grant with these columns reaches.
    pub fn scope(branch: Option<BranchId>, municipality: Option<&String>) -> Scope {
        match (branch, municipality) {
            (Some(branch), _) => Scope::Branch(branch),
            (None, Some(code)) => Scope::Municipality(code.clone()),
            (None, None) => Scope::Whole,
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
        Person,
    }

    impl Related<super::person::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Person.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Roles that wait for a second administrator.
pub mod role_proposal {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::actor::Role;
    use ground::ids::{BranchId, PersonId, RoleProposalId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "role_proposal")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: RoleProposalId,
        pub person_id: PersonId,
        pub role: Role,
        pub branch_id: Option<BranchId>,
        pub municipality_code: Option<String>,
        pub starts_at: Option<DateTime<Utc>>,
        pub ends_at: Option<DateTime<Utc>>,
        pub basis: String,
        pub proposed_by: PersonId,
        pub proposed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Codes for a day without the phone that shows the second factor.
pub mod recovery_code {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::PersonId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_code")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub person_id: PersonId,
        pub code_hash: String,
        pub used_at: Option<DateTime<Utc>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Links sent by mail: confirm an address, reset a password.
pub mod mail_token {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::accounts::rules::Purpose;
    use ground::ids::PersonId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_token")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub person_id: PersonId,
        pub purpose: Purpose,
        pub email: String,
        pub token_hash: String,
        pub expires_at: DateTime<Utc>,
        pub used_at: Option<DateTime<Utc>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
