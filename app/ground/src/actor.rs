//! Who acts, with which roles, and over what.

use chrono::{DateTime, Utc};

use crate::error::AppError;
use crate::ids::{BranchId, PersonId, SessionId};

/// A role that the Authority grants with dates and a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, sea_orm::EnumIter, sea_orm::DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Role {
    /// موظف: reviews and decides cases.
    Officer,
    /// رئيس فرع: decides what officers recommend.
    BranchHead,
    /// عضو لجنة.
    CommitteeMember,
    /// مدرّب.
    Trainer,
    /// منظّم معارض.
    Organiser,
    /// مراجع: reads everything, changes nothing.
    Auditor,
    /// مسؤول النظام: people, roles and reference data; decides no case.
    Administrator,
}

impl Role {
    /// All roles, for forms and the matrix of tests.
    pub const ALL: [Role; 7] =
        [Role::Officer, Role::BranchHead, Role::CommitteeMember, Role::Trainer, Role::Organiser, Role::Auditor, Role::Administrator];

    /// Those who work on cases.
    pub const CASEWORKERS: &'static [Role] = &[Role::Officer, Role::BranchHead];
    /// Those who may read the desk.
    pub const DESK: &'static [Role] = &[Role::Officer, Role::BranchHead, Role::Auditor, Role::Administrator];

    /// The word used on the command line and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Role::Officer => "officer",
            Role::BranchHead => "branch_head",
            Role::CommitteeMember => "committee_member",
            Role::Trainer => "trainer",
            Role::Organiser => "organiser",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    /// The role of a [`Role::code`].
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What a grant reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole Authority.
    Whole,
    /// The municipalities of one branch.
    Branch(BranchId),
    /// One municipality.
    Municipality(String),
}

/// A role that holds at the time of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// What it reaches.
    pub scope: Scope,
}

/// A person who is signed in.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Key.
    pub id: PersonId,
    /// The name shown to colleagues.
    pub name: String,
    /// The device's session.
    pub session: SessionId,
    /// Whether the second factor was given in this session.
    pub second_factor: bool,
    /// Whether the person has set up a second factor.
    pub has_second_factor: bool,
    /// Notices that were not read yet.
    pub unread: i64,
    /// Grants that hold now.
    pub grants: Vec<Grant>,
}

/// Who acts: a visitor, a person, or the program itself on the command line.
#[derive(Debug, Clone, Default)]
pub enum Actor {
    /// Nobody signed in.
    #[default]
    Visitor,
    /// A person.
    Person(Box<Signed>),
    /// The command line of the machine, named in the audit trail as such.
    Console,
}

impl Signed {
    /// Whether this is a staff member who gave a password alone: nobody yet, but for the pages of the second factor and for signing out.
    pub fn half(&self) -> bool {
        !self.grants.is_empty() && !self.second_factor
    }
}

impl Actor {
    /// The person, or the way to sign in; of staff also the second factor is asked.
    pub fn person(&self) -> Result<&Signed, AppError> {
        match self {
            Actor::Person(signed) if signed.half() => Err(AppError::SecondFactorFirst),
            Actor::Person(signed) => Ok(signed),
            _ => Err(AppError::SignInFirst),
        }
    }

    /// The person's key, if there is one who is wholly signed in.
    pub fn id(&self) -> Option<PersonId> {
        self.person().ok().map(|signed| signed.id)
    }

    /// Whoever gave the password, with or without the second factor: for the pages that ask for it and for the trail.
    pub fn known(&self) -> Option<&Signed> {
        match self {
            Actor::Person(signed) => Some(signed),
            _ => None,
        }
    }

    /// Whether one of these roles is held *and* the second factor was given.
    pub fn holds(&self, roles: &[Role]) -> bool {
        matches!(self, Actor::Person(signed) if signed.second_factor && signed.grants.iter().any(|g| roles.contains(&g.role)))
    }

    /// The scopes in which one of these roles is held. Empty when none is, so that a query
    /// filtered by it finds nothing.
    pub fn scopes(&self, roles: &[Role]) -> Vec<Scope> {
        match self {
            Actor::Person(signed) if signed.second_factor => {
                signed.grants.iter().filter(|grant| roles.contains(&grant.role)).map(|grant| grant.scope.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Where a staff member works: the desk, or the page of the role that has none there.
    pub fn workplace(&self) -> Option<&'static str> {
        let places: [(&[Role], &str); 4] = [
            (Role::DESK, "/desk"),
            (&[Role::Organiser], "/desk/fairs"),
            (&[Role::CommitteeMember], "/committee"),
            (&[Role::Trainer], "/desk/training/teaching"),
        ];
        places.into_iter().find(|(roles, _)| self.holds(roles)).map(|(_, path)| path)
    }

    /// A staff member with one of these roles; 404 to everyone else, so that the desk's
    /// addresses tell nothing.
    pub fn staff(&self, roles: &[Role]) -> Result<&Signed, AppError> {
        let signed = self.known().ok_or(AppError::SignInFirst)?;
        if !signed.grants.iter().any(|grant| roles.contains(&grant.role)) {
            return Err(AppError::NotFound);
        }
        self.person()
    }
}

/// Whether a dated grant holds at a time.
pub fn holds_at(starts_at: DateTime<Utc>, ends_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    starts_at <= now && ends_at.is_none_or(|end| now < end)
}
