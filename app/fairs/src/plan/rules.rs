//! What stands in the way of a plan.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use icu_calendar::Date;
use icu_calendar::cal::Hijri;

use ground::codes;

codes! {
    /// What a term of a fair is about. One that this version does not know is an error, and not a term less.
    FairTermKind {
        /// Only families that make something.
        Craft = "craft",
        /// Only families of a region.
        Region = "region",
    }
}

/// Who may apply beside the licence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Only these crafts; all when empty.
    pub crafts: BTreeSet<String>,
    /// Only these regions; all when empty.
    pub regions: BTreeSet<String>,
}

/// Whether a day is in Ramadan, by the calendar of Umm al-Qura; the sighting of the moon may shift it by a day.
pub fn in_ramadan(day: NaiveDate) -> bool {
    const RAMADAN: u8 = 9;
    let (Ok(month), Ok(of_month)) = (u8::try_from(day.month()), u8::try_from(day.day())) else { return false };
    Date::try_new_iso(day.year(), month, of_month).is_ok_and(|date| date.to_calendar(Hijri::new_umm_al_qura()).month().ordinal == RAMADAN)
}

/// Whether two spans of days share one.
pub fn meet(a: (NaiveDate, NaiveDate), b: (NaiveDate, NaiveDate)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn ramadan_is_known() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (text, is) in [
            ("2026-02-17", false),
            ("2026-02-19", true),
            ("2026-03-18", true),
            ("2026-03-21", false),
            ("2027-02-10", true),
            ("2027-03-12", false),
        ] {
            assert_eq!(in_ramadan(day(text)), is, "{text}");
        }
    }

    #[test]
    fn spans_meet_when_they_share_a_day() {
        let span = |first: &str, last: &str| (first.parse::<NaiveDate>().unwrap(), last.parse::<NaiveDate>().unwrap());
        let meets = |first: &str, last: &str| meet(span("2026-03-01", "2026-03-05"), span(first, last));
        assert!(meets("2026-03-05", "2026-03-09") && meets("2026-02-01", "2026-03-01") && meets("2026-03-02", "2026-03-03"));
        assert!(!meets("2026-03-06", "2026-03-09") && !meets("2026-02-01", "2026-02-28"));
    }
}
