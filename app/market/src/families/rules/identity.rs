//! Identity numbers: which kinds there are, and what is checked of them.

use serde::{Deserialize, Serialize};

use super::super::refusals;
use ground::error::Problem;
use ground::t;
use ground::text::typed;
use ground::texts::Locale;

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
pub fn identity_number(kind: IdentityKind, as_typed: &str) -> Result<String, Problem> {
    let parts = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '/' | '.');
    let number: String = typed(as_typed).chars().filter(parts).flat_map(char::to_uppercase).collect();
    if number.is_empty() {
        return Err(Problem::Required);
    }
    let digits = number.chars().all(|c| c.is_ascii_digit());
    let fits = match kind {
        IdentityKind::National => digits && number.len() == 12 && number.starts_with(['1', '2']),
        IdentityKind::Administrative => digits && (4..=15).contains(&number.len()),
        IdentityKind::Passport => number.chars().all(|c| c.is_ascii_alphanumeric()) && (5..=12).contains(&number.len()),
    };
    if fits { Ok(number) } else { Err(refusals::NOT_AN_IDENTITY) }
}

/// The last three characters; the rest is covered.
pub fn masked(number: &str) -> String {
    let length = number.chars().count();
    let shown: String = number.chars().skip(length.saturating_sub(3)).collect();
    format!("{}{shown}", "•".repeat(length.saturating_sub(3)))
}

/// Whether the year of birth that stands in a national number is another than the one given. The second to fifth
/// digits are usually the year, without a check digit: an officer is told, nobody is kept out.
pub fn year_differs(kind: IdentityKind, number: &str, birth_year: Option<i64>) -> bool {
    let stated = number.get(1..5).and_then(|year| year.parse::<i64>().ok());
    kind == IdentityKind::National && birth_year.is_some() && stated.is_some() && stated != birth_year
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
            (National, "\u{202B}٢١٩٨٥٠٠١٢٣٤٥\u{202C}", Ok("219850012345")),
            (National, "2198-5001\u{2011}2345", Ok("219850012345")),
            (National, "319850012345", Err(refusals::NOT_AN_IDENTITY)),
            (National, "21985001234", Err(refusals::NOT_AN_IDENTITY)),
            (National, "", Err(Problem::Required)),
            (Administrative, "778812", Ok("778812")),
            (Administrative, "77a", Err(refusals::NOT_AN_IDENTITY)),
            (Passport, "ab12345", Ok("AB12345")),
            (Passport, "<b>12345", Err(refusals::NOT_AN_IDENTITY)),
        ] {
            assert_eq!(identity_number(kind, typed), expected.map(str::to_owned), "{kind:?} {typed}");
        }
        assert_eq!(masked("219850012345"), "•••••••••345");
        assert_eq!(masked("12"), "12");
    }

    #[test]
    fn a_year_that_differs_is_noticed() {
        assert!(!year_differs(IdentityKind::National, "219850012345", Some(1985)));
        assert!(year_differs(IdentityKind::National, "219850012345", Some(1986)));
        assert!(!year_differs(IdentityKind::National, "219850012345", None));
        assert!(!year_differs(IdentityKind::Passport, "219850012345", Some(1986)));
    }
}
