//! Texts in Arabic and English, dates as they are written in Libya.
//!
//! The texts stand in `app/locales/{ar,en}/<area>.yaml`; `t!(l, area.key, name = value)` gives a
//! `String`. A key that is missing or misspelt does not compile.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, Timelike, Utc};

mod texts {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}

pub use texts::i18n::*;

/// A text in the reader's language.
#[macro_export]
macro_rules! t {
    ($l:expr, $($rest:tt)*) => {
        $crate::i18n::text($crate::i18n::td_string!($l, $($rest)*))
    };
}

/// Owns a text of any form that the translation macros give.
pub fn text(text: impl Into<String>) -> String {
    text.into()
}

/// The language of a path such as `/ar/products`.
pub fn of_path(path: &str) -> Option<Locale> {
    match path.split(['/', '?']).nth(1) {
        Some("ar") => Some(Locale::ar),
        Some("en") => Some(Locale::en),
        _ => None,
    }
}

/// `ar` or `en`, as in addresses.
pub fn code(l: Locale) -> &'static str {
    match l {
        Locale::ar => "ar",
        Locale::en => "en",
    }
}

/// `rtl` or `ltr`.
pub fn direction(l: Locale) -> &'static str {
    match l {
        Locale::ar => "rtl",
        Locale::en => "ltr",
    }
}

/// The other language.
pub fn other(l: Locale) -> Locale {
    match l {
        Locale::ar => Locale::en,
        Locale::en => Locale::ar,
    }
}

/// The text of the reader's language, or the Arabic one where no English was written.
pub fn pick<'a>(l: Locale, ar: &'a str, en: &'a str) -> &'a str {
    match l {
        Locale::en if !en.is_empty() => en,
        _ => ar,
    }
}

const MONTHS_AR: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Africa/Tripoli: UTC+2 all the year since 2013.
const TWO_HOURS: i32 = 2 * 3_600;

/// An hour on the clocks of Tripoli as an instant.
pub fn from_tripoli(local: NaiveDateTime) -> DateTime<Utc> {
    local.and_utc() - Duration::seconds(i64::from(TWO_HOURS))
}

/// An instant on the clocks of Tripoli.
pub fn tripoli(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    match FixedOffset::east_opt(TWO_HOURS) {
        Some(offset) => at.with_timezone(&offset),
        None => at.fixed_offset(),
    }
}

/// The calendar day in Libya.
pub fn day_in_tripoli(at: DateTime<Utc>) -> NaiveDate {
    tripoli(at).date_naive()
}

/// `24 نوفمبر 2026`.
pub fn date(l: Locale, day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month(l, day), day.year())
}

/// `نوفمبر`.
pub fn month(l: Locale, day: NaiveDate) -> String {
    let months = match l {
        Locale::ar => MONTHS_AR,
        Locale::en => MONTHS_EN,
    };
    months[day.month0() as usize].to_owned()
}

/// A stored day, `2026-11-24`, as [`date`]; anything else as it is.
pub fn stored_date(l: Locale, stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), |day| date(l, day))
}

/// Day and 12-hour time in Libya: `24 نوفمبر 2026، 3:05 م`.
pub fn moment(l: Locale, at: DateTime<Utc>) -> String {
    let local = tripoli(at);
    let (afternoon, hour) = local.hour12();
    let (comma, half) = match (l, afternoon) {
        (Locale::ar, false) => ("،", "ص"),
        (Locale::ar, true) => ("،", "م"),
        (Locale::en, false) => (",", "am"),
        (Locale::en, true) => (",", "pm"),
    };
    format!("{}{comma} {hour}:{:02} {half}", date(l, local.date_naive()), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clocks_of_tripoli_go_both_ways() {
        let local = "2026-07-01T08:30:00".parse::<NaiveDateTime>().unwrap();
        assert_eq!(from_tripoli(local).to_rfc3339(), "2026-07-01T06:30:00+00:00");
        assert_eq!(tripoli(from_tripoli(local)).naive_local(), local);
    }

    #[test]
    fn a_stored_day_is_written_and_nothing_else_is_touched() {
        assert_eq!(stored_date(Locale::en, "2026-11-24"), "24 November 2026");
        assert_eq!(stored_date(Locale::ar, "غدًا"), "غدًا");
    }
    use chrono::TimeZone;

    #[test]
    fn times_are_libyan() {
        let at = Utc.with_ymd_and_hms(2026, 11, 23, 22, 5, 0).unwrap();
        assert_eq!(moment(Locale::ar, at), "24 نوفمبر 2026، 12:05 ص");
        assert_eq!(moment(Locale::en, at), "24 November 2026, 12:05 am");
    }

    #[test]
    fn arabic_counts_in_six_forms() {
        for (n, text) in [(0_u64, "لا منتجات"), (1, "منتج واحد"), (2, "منتجان"), (3, "3 منتجات"), (11, "11 منتجًا"), (100, "100 منتج")]
        {
            assert_eq!(crate::t!(Locale::ar, common.n_products, count = n), text);
        }
    }
}
