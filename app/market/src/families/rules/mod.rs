//! States of a family, and the numbers that the Authority sets. Parts of an application and identity numbers have files of
//! their own.

mod identity;
mod likeness;
mod part;

pub use identity::{IdentityKind, identity_number, masked, year_differs};
pub use likeness::{Likeness, Signs};
pub use part::{Asker, Part, Way, way};

use chrono::{Days, NaiveDate};

use ground::codes;
use ground::states::States;
use ground::t;
use ground::texts::Locale;

codes! {
    /// Where a family stands.
    FamilyState {
        /// Being filled in.
        Draft = "draft",
        /// With the Authority.
        Submitted = "submitted",
        /// Back with the family, to be changed.
        Returned = "returned",
        /// Licensed.
        Approved = "approved",
        /// Licence suspended.
        Suspended = "suspended",
        /// Licence over.
        Expired = "expired",
        /// Not licensed.
        Refused = "refused",
        /// Left.
        Left = "left",
    }
}

codes! {
    /// Where a correction stands.
    CorrectionState {
        /// With the Authority.
        Waiting = "waiting",
        /// It holds.
        Applied = "applied",
        /// It does not.
        Refused = "refused",
    }
}

/// What happens to a family's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FamilyMove {
    /// The family sends its application.
    Send,
    /// The Authority returns it.
    Return,
    /// After a refusal the family writes it anew.
    Revise,
    /// The Authority approves.
    Approve,
    /// The Authority refuses.
    Refuse,
    /// The Authority suspends the licence.
    Suspend,
    /// The licence runs out.
    Expire,
    /// The Authority renews or reinstates it.
    Renew,
    /// A suspension is taken back when the last day of the licence has passed.
    Lapse,
    /// The family leaves.
    Leave,
    /// The Authority takes its return back.
    CallBack,
}

impl States for FamilyState {
    type Move = FamilyMove;
    const FIRST: Self = FamilyState::Draft;

    fn after(self, by: FamilyMove) -> Option<Self> {
        use FamilyMove as M;
        use FamilyState as S;
        match (self, by) {
            (S::Draft | S::Returned, M::Send) => Some(S::Submitted),
            (S::Refused, M::Revise) => Some(S::Draft),
            (S::Submitted, M::Return) => Some(S::Returned),
            (S::Submitted | S::Refused, M::Approve) => Some(S::Approved),
            (S::Submitted, M::Refuse) => Some(S::Refused),
            (S::Approved, M::Suspend) => Some(S::Suspended),
            (S::Approved, M::Expire) => Some(S::Expired),
            // Asked for before its last day, it adds a year.
            (S::Approved | S::Suspended | S::Expired, M::Renew) => Some(S::Approved),
            (S::Suspended, M::Lapse) => Some(S::Expired),
            (S::Draft | S::Submitted | S::Returned | S::Approved | S::Suspended | S::Expired | S::Refused, M::Leave) => Some(S::Left),
            (S::Returned, M::CallBack) => Some(S::Submitted),
            _ => None,
        }
    }
}

/// What happens to a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionMove {
    /// The Authority takes it over.
    Apply,
    /// The Authority does not, or there is nothing left to be put right.
    Refuse,
}

impl States for CorrectionState {
    type Move = CorrectionMove;
    const FIRST: Self = CorrectionState::Waiting;

    fn after(self, by: CorrectionMove) -> Option<Self> {
        use CorrectionMove as M;
        use CorrectionState as S;
        match (self, by) {
            (S::Waiting | S::Refused, M::Apply) => Some(S::Applied),
            (S::Waiting | S::Refused, M::Refuse) => Some(S::Refused),
            _ => None,
        }
    }
}

impl FamilyState {
    /// States of a family that has or had a licence.
    pub const LICENSED: [FamilyState; 3] = [FamilyState::Approved, FamilyState::Suspended, FamilyState::Expired];

    /// Whether the application can be changed.
    pub fn open(self) -> bool {
        matches!(self, FamilyState::Draft | FamilyState::Returned)
    }

    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            FamilyState::Draft => t!(l, families.state_draft),
            FamilyState::Submitted => t!(l, families.state_submitted),
            FamilyState::Returned => t!(l, families.state_returned),
            FamilyState::Approved => t!(l, families.state_approved),
            FamilyState::Suspended => t!(l, families.state_suspended),
            FamilyState::Expired => t!(l, families.state_expired),
            FamilyState::Refused => t!(l, families.state_refused),
            FamilyState::Left => t!(l, families.state_left),
        }
    }
}

/// Years a licence holds. The Authority's practice; to be confirmed by it.
pub const LICENCE_YEARS: u32 = 1;

/// A renewal can be asked for from so many days before the last one.
pub const RENEW_FROM_DAYS: u64 = 60;

/// A family is reminded so many days before the last one.
pub const REMIND_DAYS: u64 = 30;

/// Whether a licence holds on a day: until the end of its last one, also when the worker has not written down yet that it is over. What
/// is asked of the database asks the same: [`super::entity::family::licensed`].
pub fn licence_holds(state: FamilyState, until: Option<NaiveDate>, today: NaiveDate) -> bool {
    state == FamilyState::Approved && until.is_some_and(|until| until >= today)
}

/// The first day on which a licence with this last day can be renewed.
pub fn renewal_opens(last: NaiveDate) -> NaiveDate {
    last.checked_sub_days(Days::new(RENEW_FROM_DAYS)).unwrap_or(last)
}

/// Whether a family may ask for its licence to be renewed or given back.
pub fn may_ask_renewal(state: FamilyState, expires: Option<NaiveDate>, today: NaiveDate) -> bool {
    match state {
        FamilyState::Suspended | FamilyState::Expired => true,
        FamilyState::Approved => expires.is_some_and(|last| today >= renewal_opens(last)),
        _ => false,
    }
}

/// Letters of a trade name.
pub const MOST_OF_NAME: usize = 60;
/// Letters of a family's story.
pub const MOST_OF_STORY: usize = 1_500;
/// Products approved in a row, none ever refused, after which new versions are published at once
/// and sampled afterwards.
pub const TRUSTED_AFTER: i64 = 5;

/// The version of the consent text that is agreed to (Law 6/2022, art. 73–81).
pub const CONSENT_VERSION: &str = "2026-11";

/// Members a family can name.
pub const MOST_MEMBERS: usize = 15;

/// Documents a family can add.
pub const MOST_DOCUMENTS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_holds_until_the_end_of_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = Some(day("2026-12-31"));
        for state in FamilyState::ALL.iter().copied() {
            let approved = state == FamilyState::Approved;
            assert_eq!(licence_holds(state, last, day("2026-12-31")), approved, "{state:?}");
            assert!(!licence_holds(state, last, day("2027-01-01")), "{state:?}");
            assert!(!licence_holds(state, None, day("2026-12-31")), "{state:?}");
        }
    }

    #[test]
    fn renewal_is_asked_for_in_time() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = Some(day("2026-12-31"));
        assert_eq!(renewal_opens(day("2026-12-31")), day("2026-11-01"));
        for (state, today, expected) in [
            (FamilyState::Approved, "2026-10-31", false),
            (FamilyState::Approved, "2026-11-01", true),
            (FamilyState::Approved, "2027-02-01", true),
            (FamilyState::Suspended, "2026-01-01", true),
            (FamilyState::Expired, "2027-01-01", true),
            (FamilyState::Submitted, "2026-12-30", false),
            (FamilyState::Left, "2026-12-30", false),
        ] {
            assert_eq!(may_ask_renewal(state, last, day(today)), expected, "{state:?} {today}");
        }
    }

    /// Every state × move pair.
    #[test]
    fn families_move_by_the_table_only() {
        use FamilyMove as M;
        use FamilyState as S;
        let allowed = [
            (S::Draft, M::Send),
            (S::Refused, M::Revise),
            (S::Returned, M::Send),
            (S::Submitted, M::Return),
            (S::Submitted, M::Approve),
            (S::Refused, M::Approve),
            (S::Submitted, M::Refuse),
            (S::Approved, M::Suspend),
            (S::Approved, M::Expire),
            (S::Approved, M::Renew),
            (S::Suspended, M::Renew),
            (S::Suspended, M::Lapse),
            (S::Expired, M::Renew),
            (S::Draft, M::Leave),
            (S::Submitted, M::Leave),
            (S::Returned, M::Leave),
            (S::Approved, M::Leave),
            (S::Suspended, M::Leave),
            (S::Expired, M::Leave),
            (S::Refused, M::Leave),
            (S::Returned, M::CallBack),
        ];
        let moves = [M::Send, M::Return, M::Revise, M::Approve, M::Refuse, M::Suspend, M::Expire, M::Renew, M::Lapse, M::Leave];
        for state in S::ALL.iter().copied() {
            for by in moves.into_iter().chain([M::CallBack]) {
                assert_eq!(state.after(by).is_some(), allowed.contains(&(state, by)), "{state:?} {by:?}");
            }
        }
    }
}
