//! States of a family, parts of its application, identity numbers.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use ground::codes;
use ground::error::Problem;
use ground::t;
use ground::text::latin_digits;
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
    /// The family leaves.
    Leave,
}

/// The state after a move, if there is one.
pub fn step(state: FamilyState, by: FamilyMove) -> Option<FamilyState> {
    use FamilyMove as M;
    use FamilyState as S;
    match (state, by) {
        (S::Draft | S::Returned, M::Send) => Some(S::Submitted),
        (S::Refused, M::Revise) => Some(S::Draft),
        (S::Submitted, M::Return) => Some(S::Returned),
        (S::Submitted | S::Refused, M::Approve) => Some(S::Approved),
        (S::Submitted, M::Refuse) => Some(S::Refused),
        (S::Approved, M::Suspend) => Some(S::Suspended),
        (S::Approved, M::Expire) => Some(S::Expired),
        (S::Suspended | S::Expired, M::Renew) => Some(S::Approved),
        (S::Draft | S::Submitted | S::Returned | S::Approved | S::Suspended | S::Expired | S::Refused, M::Leave) => Some(S::Left),
        _ => None,
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

/// How a part can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// At once.
    AtOnce,
    /// By a case that somebody decides.
    ByCase,
}

/// How a part of what a family said can be changed in a state, by the family itself (`own`) or for it. While the application
/// is open everything; after a licence was given what it stands on by a case. How the family is reached is not decided upon,
/// so that it puts it right itself at any time; papers are added then, not taken away, and consent ends by leaving.
pub fn way(own: bool, state: FamilyState, part: Part) -> Option<Way> {
    use FamilyState as S;
    match (state, part) {
        (S::Draft | S::Returned, _) => Some(Way::AtOnce),
        (S::Refused | S::Left, _) => None,
        (_, Part::Contact) if own => Some(Way::AtOnce),
        (S::Submitted, _) | (_, Part::Consent) => None,
        (_, Part::Documents) => own.then_some(Way::AtOnce),
        (S::Approved | S::Suspended | S::Expired, _) => Some(Way::ByCase),
    }
}

/// Years a licence holds. The Authority's practice; to be confirmed by it.
pub const LICENCE_YEARS: u32 = 1;

/// A renewal can be asked for from so many days before the last one.
pub const RENEW_FROM_DAYS: u64 = 60;

/// A family is reminded so many days before the last one.
pub const REMIND_DAYS: u64 = 30;

/// Whether a family may ask for its licence to be renewed or given back.
pub fn may_ask_renewal(state: FamilyState, expires: Option<NaiveDate>, today: NaiveDate) -> bool {
    match state {
        FamilyState::Suspended | FamilyState::Expired => true,
        FamilyState::Approved => {
            let from = expires.and_then(|last| last.checked_sub_days(Days::new(RENEW_FROM_DAYS)));
            from.is_some_and(|from| today >= from)
        }
        _ => false,
    }
}

/// Whether the year of birth that stands in a national number is another than the one given. The second to fifth
/// digits are usually the year, without a check digit: an officer is told, nobody is kept out.
pub fn year_differs(kind: IdentityKind, number: &str, birth_year: Option<i64>) -> bool {
    let stated = number.get(1..5).and_then(|year| year.parse::<i64>().ok());
    kind == IdentityKind::National && birth_year.is_some() && stated.is_some() && stated != birth_year
}

/// Products approved in a row, none ever refused, after which new versions are published at once
/// and sampled afterwards.
pub const TRUSTED_AFTER: i64 = 5;

/// The version of the consent text that is agreed to (Law 6/2022, art. 73–81).
pub const CONSENT_VERSION: &str = "2026-11";

/// Members a family can name.
pub const MOST_MEMBERS: usize = 15;

/// Documents a family can add.
pub const MOST_DOCUMENTS: usize = 10;

/// What proves who a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sea_orm::EnumIter, sea_orm::DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum IdentityKind {
    /// الرقم الوطني (Law 8/2014): twelve digits.
    National,
    /// الرقم الإداري: what some seventeen thousand families, mostly of the south, have instead.
    Administrative,
    /// Passport.
    Passport,
}

impl IdentityKind {
    /// All kinds in the order in which they are offered.
    pub const ALL: [IdentityKind; 3] = [IdentityKind::National, IdentityKind::Administrative, IdentityKind::Passport];

    /// The word in forms.
    pub fn code(self) -> &'static str {
        match self {
            IdentityKind::National => "national",
            IdentityKind::Administrative => "administrative",
            IdentityKind::Passport => "passport",
        }
    }

    /// The kind of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            IdentityKind::National => t!(l, families.identity_national),
            IdentityKind::Administrative => t!(l, families.identity_administrative),
            IdentityKind::Passport => t!(l, families.identity_passport),
        }
    }
}

/// The stored form of an identity number. A national number has twelve digits and begins with 1 or
/// 2; there is no check digit, so nothing more is demanded. The others differ too much to be
/// checked beyond their length.
pub fn identity_number(kind: IdentityKind, typed: &str) -> Result<String, Problem> {
    let number: String = latin_digits(typed).chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect();
    if number.is_empty() {
        return Err(Problem::Required);
    }
    let digits = number.chars().all(|c| c.is_ascii_digit());
    let fits = match kind {
        IdentityKind::National => digits && number.len() == 12 && number.starts_with(['1', '2']),
        IdentityKind::Administrative => digits && (4..=15).contains(&number.len()),
        IdentityKind::Passport => number.chars().all(|c| c.is_ascii_alphanumeric()) && (5..=12).contains(&number.len()),
    };
    if fits { Ok(number) } else { Err(Problem::NotAnIdentity) }
}

/// The last three characters; the rest is covered.
pub fn masked(number: &str) -> String {
    let length = number.chars().count();
    let shown: String = number.chars().skip(length.saturating_sub(3)).collect();
    format!("{}{shown}", "•".repeat(length.saturating_sub(3)))
}

/// A part of the application, one page each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Size and registration number.
    Household,
    /// Members with their identity.
    Members,
    /// Crafts.
    Crafts,
    /// Municipality, quarter, landmark.
    Place,
    /// Phone.
    Contact,
    /// Trade name and story.
    Public,
    /// Photos or PDFs.
    Documents,
    /// Consent.
    Consent,
}

impl Part {
    /// All parts in order.
    pub const ALL: [Part; 8] =
        [Part::Household, Part::Members, Part::Crafts, Part::Place, Part::Contact, Part::Public, Part::Documents, Part::Consent];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Part::Household => "household",
            Part::Members => "members",
            Part::Crafts => "crafts",
            Part::Place => "place",
            Part::Contact => "contact",
            Part::Public => "public",
            Part::Documents => "documents",
            Part::Consent => "consent",
        }
    }

    /// The part of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// The heading of its page.
    pub fn word(self, l: Locale) -> String {
        match self {
            Part::Household => t!(l, families.part_household),
            Part::Members => t!(l, families.part_members),
            Part::Crafts => t!(l, families.part_crafts),
            Part::Place => t!(l, families.part_place),
            Part::Contact => t!(l, families.part_contact),
            Part::Public => t!(l, families.part_public),
            Part::Documents => t!(l, families.part_documents),
            Part::Consent => t!(l, families.part_consent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers() {
        use IdentityKind::{Administrative, National, Passport};
        for (kind, typed, expected) in [
            (National, "219850012345", Ok("219850012345")),
            (National, "٢١٩٨ ٥٠٠١ ٢٣٤٥", Ok("219850012345")),
            (National, "319850012345", Err(Problem::NotAnIdentity)),
            (National, "21985001234", Err(Problem::NotAnIdentity)),
            (National, "", Err(Problem::Required)),
            (Administrative, "778812", Ok("778812")),
            (Administrative, "77a", Err(Problem::NotAnIdentity)),
            (Passport, "ab12345", Ok("AB12345")),
            (Passport, "<b>12345", Err(Problem::NotAnIdentity)),
        ] {
            assert_eq!(identity_number(kind, typed), expected.map(str::to_owned), "{kind:?} {typed}");
        }
        assert_eq!(masked("219850012345"), "•••••••••345");
        assert_eq!(masked("12"), "12");
    }

    #[test]
    fn renewal_is_asked_for_in_time() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = Some(day("2026-12-31"));
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

    #[test]
    fn a_year_that_differs_is_noticed() {
        assert!(!year_differs(IdentityKind::National, "219850012345", Some(1985)));
        assert!(year_differs(IdentityKind::National, "219850012345", Some(1986)));
        assert!(!year_differs(IdentityKind::National, "219850012345", None));
        assert!(!year_differs(IdentityKind::Passport, "219850012345", Some(1986)));
    }

    /// Every state × part pair, by the family itself and by an officer for it.
    #[test]
    fn after_a_licence_was_given_changes_take_a_case() {
        for state in FamilyState::ALL {
            for part in Part::ALL {
                let licensed = FamilyState::LICENSED.contains(state);
                let by_case = (licensed && !matches!(part, Part::Documents | Part::Consent)).then_some(Way::ByCase);
                let own = match part {
                    Part::Contact if licensed || *state == FamilyState::Submitted => Some(Way::AtOnce),
                    Part::Documents if licensed => Some(Way::AtOnce),
                    _ => by_case,
                };
                let open = state.open().then_some(Way::AtOnce);
                assert_eq!(way(true, *state, part), open.or(own), "{state:?} {part:?}");
                assert_eq!(way(false, *state, part), open.or(by_case), "{state:?} {part:?}");
            }
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
            (S::Suspended, M::Renew),
            (S::Expired, M::Renew),
            (S::Draft, M::Leave),
            (S::Submitted, M::Leave),
            (S::Returned, M::Leave),
            (S::Approved, M::Leave),
            (S::Suspended, M::Leave),
            (S::Expired, M::Leave),
            (S::Refused, M::Leave),
        ];
        let moves = [M::Send, M::Return, M::Revise, M::Approve, M::Refuse, M::Suspend, M::Expire, M::Renew, M::Leave];
        for state in S::ALL.iter().copied() {
            for by in moves {
                assert_eq!(step(state, by).is_some(), allowed.contains(&(state, by)), "{state:?} {by:?}");
            }
        }
    }
}
