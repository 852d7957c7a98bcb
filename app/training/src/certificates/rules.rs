//! What a certificate is: its states, its code, how long it holds. Pure.

use chrono::{Months, NaiveDate};

use crate::rules::CertificateState;
use ground::states::States;
use ground::t;
use ground::texts::Locale;
use ground::ui::Tone;

/// What happens to a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateMove {
    /// Something in it is put right: another one is issued.
    Replace,
    /// It is taken back.
    Revoke,
    /// Its last day passes.
    Expire,
}

impl States for CertificateState {
    type Move = CertificateMove;
    const FIRST: Self = CertificateState::Issued;

    fn after(self, by: CertificateMove) -> Option<Self> {
        use CertificateMove as M;
        use CertificateState as S;
        match (self, by) {
            (S::Issued, M::Replace) => Some(S::Superseded),
            (S::Issued, M::Revoke) => Some(S::Revoked),
            (S::Issued, M::Expire) => Some(S::Expired),
            _ => None,
        }
    }
}

impl CertificateState {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            CertificateState::Issued => t!(l, training.certificate_issued),
            CertificateState::Superseded => t!(l, training.certificate_superseded),
            CertificateState::Revoked => t!(l, training.certificate_revoked),
            CertificateState::Expired => t!(l, training.certificate_expired),
        }
    }

    /// What is said first to who checks a certificate.
    pub fn verdict(self, l: Locale) -> String {
        match self {
            CertificateState::Issued => t!(l, training.verdict_issued),
            CertificateState::Superseded => t!(l, training.verdict_superseded),
            CertificateState::Revoked => t!(l, training.verdict_revoked),
            CertificateState::Expired => t!(l, training.verdict_expired),
        }
    }

    /// How it looks.
    pub fn tone(self) -> Tone {
        match self {
            CertificateState::Issued => Tone::Good,
            CertificateState::Revoked => Tone::Danger,
            CertificateState::Superseded | CertificateState::Expired => Tone::Attention,
        }
    }
}

/// Crockford's letters: none that is taken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new code of 60 random bits, in three groups: `7K3M-9Q2T-VW5X`. Nobody finds a certificate by trying.
pub fn new_code() -> String {
    let bits = rand::random::<u64>();
    let letter = |at: u32| char::from(LETTERS[usize::try_from(bits >> (5 * at) & 31).unwrap_or_default()]);
    let group = |first: u32| (first..first + 4).map(letter).collect::<String>();
    format!("{}-{}-{}", group(0), group(4), group(8))
}

/// A code as somebody types it: small letters, other digits, with any dashes or none, O for 0, I and L for 1.
pub fn read_code(typed: &str) -> Option<String> {
    let letters: String = ground::text::latin_digits(typed)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    let known = letters.len() == 12 && letters.bytes().all(|c| LETTERS.contains(&c));
    known.then(|| format!("{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..]))
}

/// The last day of a certificate that is issued on a day.
pub fn expires(issued: NaiveDate, months: i64) -> NaiveDate {
    issued.checked_add_months(Months::new(u32::try_from(months).unwrap_or(0))).unwrap_or(issued)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn certificates_move_by_the_table_only() {
        use CertificateMove as M;
        for state in CertificateState::ALL.iter().copied() {
            for by in [M::Replace, M::Revoke, M::Expire] {
                assert_eq!(state.after(by).is_some(), state == CertificateState::Issued, "{state:?} {by:?}");
            }
        }
    }

    #[test]
    fn codes_are_not_guessed() {
        let codes: std::collections::HashSet<String> = (0..10_000).map(|_| new_code()).collect();
        assert_eq!(codes.len(), 10_000);
        // Every letter stands in every place: no part of the code is a counter or a date.
        for at in (0..14).filter(|at| at % 5 != 4) {
            let letters: std::collections::HashSet<char> = codes.iter().filter_map(|code| code.chars().nth(at)).collect();
            assert_eq!(letters.len(), 32, "place {at}");
        }
    }

    #[test]
    fn a_month_has_a_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(expires(day("2026-01-31"), 1), day("2026-02-28"));
        assert_eq!(expires(day("2026-11-26"), 24), day("2028-11-26"));
    }

    proptest! {
        #[test]
        fn a_code_is_read_as_people_type_it(small: bool, dashes: bool) {
            let code = new_code();
            let typed = if small { code.to_lowercase() } else { code.replace('0', "O").replace('1', "l") };
            let typed = if dashes { typed } else { typed.replace('-', " ") };
            prop_assert_eq!(read_code(&typed), Some(code));
        }

        #[test]
        fn nothing_else_is_a_code(typed in "\\PC{0,20}") {
            if let Some(code) = read_code(&typed) {
                prop_assert_eq!(read_code(&code), Some(code.clone()));
                prop_assert_eq!(code.len(), 14);
            }
        }
    }
}
