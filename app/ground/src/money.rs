//! Money in whole dirhams: 1 Libyan dinar = 1,000 dirhams.

use std::fmt;

use crate::text;

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

    /// Reads a price as people type it: digits of any keyboard; `.`, `,` or `٫` before the decimals; thousands parted by blanks, `٬`, an
    /// apostrophe, or by that of `.` and `,` that is not the decimals'; with or without the word of the currency. No exponents.
    pub fn parse_price(typed: &str) -> Result<Money, NotMoney> {
        match Self::parse_amount(typed)? {
            Money(0) => Err(NotMoney::NotPositive),
            price => Ok(price),
        }
    }

    /// The same where nothing at all is an amount, too.
    pub fn parse_amount(typed: &str) -> Result<Money, NotMoney> {
        let typed = without_currency(&text::typed(typed));
        if typed.is_empty() {
            return Err(NotMoney::Empty);
        }
        if let Some(negative) = typed.strip_prefix('-') {
            let number = negative.chars().all(|c| c.is_ascii_digit() || c == '.');
            return Err(if number && !negative.is_empty() { NotMoney::NotPositive } else { NotMoney::NotANumber });
        }
        let (whole, part) = parted(&typed)?;
        let part = part.trim_end_matches('0');
        if part.len() > 3 {
            return Err(NotMoney::TooPrecise);
        }
        let too_high = |_| NotMoney::TooHigh;
        let dinars: i64 = whole.parse().map_err(too_high)?;
        let dirhams: i64 = format!("{part:0<3}").parse().map_err(too_high)?;
        let total = dinars.checked_mul(1_000).and_then(|d| d.checked_add(dirhams)).ok_or(NotMoney::TooHigh)?;
        if total > Self::HIGHEST_PRICE.0 { Err(NotMoney::TooHigh) } else { Ok(Money(total)) }
    }
}

/// Words of the currency as they stand beside an amount.
const CURRENCY: [&str; 11] = ["د.ل.", "د.ل", "د. ل", "دل", "دينارًا", "دينارا", "دينار", "دنانير", "lyd", "dinars", "dinar"];

fn without_currency(typed: &str) -> String {
    let typed = typed.to_lowercase();
    let bare = CURRENCY.iter().find_map(|word| typed.strip_suffix(word).or_else(|| typed.strip_prefix(word)));
    bare.unwrap_or(&typed).trim().to_owned()
}

/// The digits before and behind the decimal mark, without marks of thousands.
fn parted(typed: &str) -> Result<(String, String), NotMoney> {
    let typed = typed.replace('،', ",");
    let many = |mark: char| typed.matches(mark).count();
    let groups = |c: char| matches!(c, ' ' | '٬' | '\'' | '’');
    // The mark of the decimals: its own, the last of two that differ, or the only one there is.
    let decimal = match (many('٫'), many('.'), many(',')) {
        (0, 0, 0) => None,
        (1, ..) => Some('٫'),
        (0, 1, 0) => Some('.'),
        (0, 0, 1) => {
            let (whole, part) = typed.split_once(',').unwrap_or_default();
            // `1,250` may be meant as a thousand and more, and would be sold for a little over one.
            let thousand = part.len() == 3 && whole != "0" && !whole.is_empty() && !whole.contains(groups);
            if thousand && part.chars().all(|c| c.is_ascii_digit()) {
                return Err(NotMoney::Ambiguous);
            }
            Some(',')
        }
        (0, dots, commas) if dots > 0 && commas > 0 => {
            let last = if typed.rfind('.') > typed.rfind(',') { '.' } else { ',' };
            if many(last) > 1 {
                return Err(NotMoney::NotANumber);
            }
            Some(last)
        }
        _ => None,
    };
    let (whole, part) = decimal.and_then(|mark| typed.split_once(mark)).unwrap_or((&typed, ""));
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    let marks: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let alike = marks.iter().all(|mark| *mark == marks[0] && (groups(*mark) || matches!(mark, '.' | ',')) && Some(*mark) != decimal);
    let mut parts = whole.split(|c: char| !c.is_ascii_digit());
    let first = parts.next().unwrap_or_default();
    let sound = marks.is_empty() || ((1..=3).contains(&first.len()) && parts.all(|group| group.len() == 3));
    if !alike || !sound || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return Err(NotMoney::NotANumber);
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    Ok((if whole.is_empty() { "0".to_owned() } else { whole }, part.to_owned()))
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
            (".5", Ok(500)),
            ("٫٥", Ok(500)),
            ("45 د.ل", Ok(45_000)),
            ("٤٥ د.ل.", Ok(45_000)),
            ("45 LYD", Ok(45_000)),
            ("‎45‎", Ok(45_000)),
            ("45 دينارًا", Ok(45_000)),
            ("١٬٢٥٠", Ok(1_250_000)),
            ("1'250", Ok(1_250_000)),
            ("1,250.500", Ok(1_250_500)),
            ("1.250,500", Ok(1_250_500)),
            ("1,250,000", Err(NotMoney::TooHigh)),
            ("12 500,250", Ok(12_500_250)),
            ("0,500", Ok(500)),
            ("١٢٬٥٠٠٫٢٥", Ok(12_500_250)),
            ("12,34,5", Err(NotMoney::NotANumber)),
            ("1 25", Err(NotMoney::NotANumber)),
            ("1.2,3.4", Err(NotMoney::NotANumber)),
            (".", Err(NotMoney::NotANumber)),
            ("د.ل", Err(NotMoney::Empty)),
            ("-", Err(NotMoney::NotANumber)),
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
        fn what_is_read_is_read_again_from_the_page(dirhams in 1_i64..=Money::HIGHEST_PRICE.0) {
            let shown = Money(dirhams).to_string();
            let thousands = dirhams % 1_000 == 0 && shown.matches(',').count() == 1;
            let read = Money::parse_price(&shown);
            prop_assert!(read == Ok(Money(dirhams)) || (thousands && read == Err(NotMoney::Ambiguous)), "{shown} {read:?}");
        }

        #[test]
        fn nothing_typed_panics(typed in "\\PC{0,30}") {
            let _ = Money::parse_price(&typed);
        }
    }
}
