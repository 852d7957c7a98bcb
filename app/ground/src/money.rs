//! Money in whole dirhams: 1 Libyan dinar = 1,000 dirhams.

use std::fmt;

use crate::text::latin_digits;

/// An amount in dirhams. Never negative where a price is meant; the database checks that too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money(
    /// Dirhams.
    pub i64,
);

/// Why a typed amount is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMoney {
    /// Nothing was typed.
    Empty,
    /// Not a decimal number such as `45`, `45.5` or `٤٥٫٥`.
    NotANumber,
    /// A comma before exactly three digits: thousands to some, decimals to others.
    Ambiguous,
    /// More than three decimals: a dirham has no parts.
    TooPrecise,
    /// Nothing or less.
    NotPositive,
    /// Above [`Money::HIGHEST_PRICE`].
    TooHigh,
}

impl Money {
    /// One million dinars: above this a typed price is a slip of the finger.
    pub const HIGHEST_PRICE: Money = Money(1_000_000_000);

    /// Reads a price as people type it: Western or Arabic digits, `.`, `,` or `٫` before the
    /// decimals, blanks ignored. No exponents, no signs, no thousands separators.
    pub fn parse_price(typed: &str) -> Result<Money, NotMoney> {
        let typed: String = latin_digits(typed).chars().filter(|c| !c.is_whitespace()).collect();
        // `1,250` may be meant as a thousand and more, and would be sold for a little over one.
        let after = typed.split_once([',', '،']).map(|(_, after)| after.len() == 3 && after.chars().all(|c| c.is_ascii_digit()));
        if after == Some(true) {
            return Err(NotMoney::Ambiguous);
        }
        let typed: String = typed.chars().map(|c| if matches!(c, '٫' | ',' | '،') { '.' } else { c }).collect();
        if typed.is_empty() {
            return Err(NotMoney::Empty);
        }
        if let Some(negative) = typed.strip_prefix(['-', '−']) {
            let number = negative.chars().all(|c| c.is_ascii_digit() || c == '.');
            return Err(if number { NotMoney::NotPositive } else { NotMoney::NotANumber });
        }
        let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if !digits(whole) || !digits(part) || whole.is_empty() {
            return Err(NotMoney::NotANumber);
        }
        let part = part.trim_end_matches('0');
        if part.len() > 3 {
            return Err(NotMoney::TooPrecise);
        }
        let too_high = |_| NotMoney::TooHigh;
        let dinars: i64 = whole.parse().map_err(too_high)?;
        let dirhams: i64 = format!("{part:0<3}").parse().map_err(too_high)?;
        let total = dinars.checked_mul(1_000).and_then(|d| d.checked_add(dirhams)).ok_or(NotMoney::TooHigh)?;
        match total {
            0 => Err(NotMoney::NotPositive),
            t if t > Self::HIGHEST_PRICE.0 => Err(NotMoney::TooHigh),
            t => Ok(Money(t)),
        }
    }
}

/// `45`, `45.500`: decimals only if there are any, and then all three.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dinars, dirhams) = (self.0 / 1_000, self.0 % 1_000);
        let grouped = dinars
            .to_string()
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect::<Vec<_>>()
            .join(",");
        if dirhams == 0 { write!(f, "{grouped}") } else { write!(f, "{grouped}.{dirhams:03}") }
    }
}

/// As [`fmt::Display`] without grouping, for a form field, JSON-LD and exports.
pub fn plain(money: Money) -> String {
    money.to_string().replace(',', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typed_prices() {
        for (typed, expected) in [
            ("45", Ok(45_000)),
            ("٤٥", Ok(45_000)),
            ("۴۵٫۵", Ok(45_500)),
            (" 1 250.250 ", Ok(1_250_250)),
            ("0.001", Ok(1)),
            ("45.0000", Ok(45_000)),
            ("1000000", Ok(1_000_000_000)),
            ("45,5", Ok(45_500)),
            ("1,250", Err(NotMoney::Ambiguous)),
            ("١،٢٥٠", Err(NotMoney::Ambiguous)),
            ("", Err(NotMoney::Empty)),
            ("0", Err(NotMoney::NotPositive)),
            ("-1", Err(NotMoney::NotPositive)),
            ("1e3", Err(NotMoney::NotANumber)),
            ("1.2.3", Err(NotMoney::NotANumber)),
            (".5", Err(NotMoney::NotANumber)),
            ("مجانا", Err(NotMoney::NotANumber)),
            ("1.0005", Err(NotMoney::TooPrecise)),
            ("1000000.001", Err(NotMoney::TooHigh)),
            ("9223372036854775808", Err(NotMoney::TooHigh)),
        ] {
            assert_eq!(Money::parse_price(typed), expected.map(Money), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(dirhams in 1_i64..=Money::HIGHEST_PRICE.0) {
            prop_assert_eq!(Money::parse_price(&plain(Money(dirhams))), Ok(Money(dirhams)));
        }

        #[test]
        fn nothing_typed_panics(typed in "\\PC{0,30}") {
            let _ = Money::parse_price(&typed);
        }
    }
}
