//! Which roles are never one person's, and which ones two administrators give: as data, and the rules that read it.

use chrono::{DateTime, Utc};

use crate::texts::accounts;
use ground::actor::{Role, Scope};
use ground::texts::Text;

/// Two roles that nobody holds at one time, and why.
#[derive(Debug, Clone, Copy)]
pub struct Apart {
    /// One of them.
    pub one: Role,
    /// The other.
    pub other: Role,
    /// The reason, in words.
    pub why: Text,
}

const fn apart(one: Role, other: Role, why: Text) -> Apart {
    Apart { one, other, why }
}

/// All pairs.
pub const APART: &[Apart] = &[
    apart(Role::Administrator, Role::Officer, accounts::apart_administrator),
    apart(Role::Administrator, Role::BranchHead, accounts::apart_administrator),
    apart(Role::Administrator, Role::CommitteeMember, accounts::apart_administrator),
    apart(Role::Administrator, Role::Organiser, accounts::apart_administrator),
    apart(Role::Administrator, Role::Trainer, accounts::apart_administrator),
    apart(Role::Auditor, Role::Officer, accounts::apart_auditor),
    apart(Role::Auditor, Role::BranchHead, accounts::apart_auditor),
    apart(Role::Auditor, Role::CommitteeMember, accounts::apart_auditor),
    apart(Role::Auditor, Role::Organiser, accounts::apart_auditor),
    apart(Role::Auditor, Role::Trainer, accounts::apart_auditor),
    apart(Role::Auditor, Role::Administrator, accounts::apart_auditor),
    apart(Role::CommitteeMember, Role::Officer, accounts::apart_committee),
    apart(Role::CommitteeMember, Role::BranchHead, accounts::apart_committee),
    apart(Role::CommitteeMember, Role::Organiser, accounts::apart_committee),
    apart(Role::CommitteeMember, Role::Trainer, accounts::apart_trainer),
];

/// Why two roles are never one person's at one time; nothing if they may be.
pub fn why_apart(one: Role, other: Role) -> Option<Text> {
    APART.iter().find(|pair| (pair.one, pair.other) == (one, other) || (pair.one, pair.other) == (other, one)).map(|pair| pair.why)
}

/// Whether one administrator proposes the role and another confirms it: all that decide, and the one that gives roles.
pub fn needs_two(role: Role) -> bool {
    match role {
        Role::Officer | Role::BranchHead | Role::CommitteeMember | Role::Organiser | Role::Administrator => true,
        Role::Trainer | Role::Auditor => false,
    }
}

/// A role as it is to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// What it reaches.
    pub scope: Scope,
    /// From when; nothing for at once.
    pub from: Option<DateTime<Utc>>,
    /// Until when; nothing for as long as nobody ends it.
    pub until: Option<DateTime<Utc>>,
    /// Number of the act or decision by which it is given.
    pub basis: String,
}

impl NewGrant {
    /// A role over something, from now on and without an end.
    pub fn of(role: Role, scope: Scope, basis: &str) -> Self {
        Self { role, scope, from: None, until: None, basis: basis.to_owned() }
    }

    /// The same, with a last moment.
    #[must_use]
    pub fn until(self, until: Option<DateTime<Utc>>) -> Self {
        Self { until, ..self }
    }
}

/// Whether two stretches of time have a moment in common; one without an end goes on.
pub fn meet(one: (DateTime<Utc>, Option<DateTime<Utc>>), other: (DateTime<Utc>, Option<DateTime<Utc>>)) -> bool {
    other.1.is_none_or(|end| one.0 < end) && one.1.is_none_or(|end| other.0 < end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn who_gives_rights_or_looks_at_them_decides_nothing() {
        for role in Role::ALL {
            assert_eq!(why_apart(role, role), None, "{role:?} may reach several places");
            if role != Role::Administrator {
                assert!(why_apart(role, Role::Administrator).is_some(), "{role:?}");
            }
            if role != Role::Auditor {
                assert!(why_apart(Role::Auditor, role).is_some(), "{role:?}");
            }
        }
        assert_eq!(why_apart(Role::Officer, Role::CommitteeMember), why_apart(Role::CommitteeMember, Role::Officer));
        assert!(why_apart(Role::BranchHead, Role::CommitteeMember).is_some());
        assert!(why_apart(Role::Officer, Role::Trainer).is_none() && why_apart(Role::Officer, Role::BranchHead).is_none());
    }

    #[test]
    fn each_pair_stands_once() {
        for (n, pair) in APART.iter().enumerate() {
            let again =
                APART.iter().skip(n + 1).any(|p| (p.one, p.other) == (pair.one, pair.other) || (p.one, p.other) == (pair.other, pair.one));
            assert!(!again, "{:?} and {:?}", pair.one, pair.other);
        }
    }

    #[test]
    fn what_ends_before_the_other_begins_does_not_meet_it() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let day = |n: i64| now + Duration::days(n);
        assert!(!meet((day(0), Some(day(1))), (day(1), None)));
        assert!(!meet((day(1), None), (day(0), Some(day(1)))));
        assert!(meet((day(0), Some(day(2))), (day(1), None)));
        assert!(meet((day(0), None), (day(9), Some(day(10)))));
    }
}
