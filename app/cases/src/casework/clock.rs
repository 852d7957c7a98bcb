//! Working days: Sunday to Thursday without official holidays.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use ground::days::from_tripoli;

pub(super) fn works(day: NaiveDate, holidays: &HashSet<NaiveDate>) -> bool {
    !matches!(day.weekday(), Weekday::Fri | Weekday::Sat) && !holidays.contains(&day)
}

/// The day that many working days after `from`. The day itself does not count.
pub fn add_working_days(from: NaiveDate, days: i64, holidays: &HashSet<NaiveDate>) -> NaiveDate {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        let Some(next) = day.checked_add_days(Days::new(1)) else { return day };
        day = next;
        if works(day, holidays) {
            left -= 1;
        }
    }
    day
}

/// Working days after `from` up to and with `to`; none when `to` is not later.
pub fn working_days_between(from: NaiveDate, to: NaiveDate, holidays: &HashSet<NaiveDate>) -> i64 {
    from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| works(*day, holidays)).count() as i64
}

/// The beginning of the last working day before a day.
pub(super) fn last_morning(day: NaiveDate, holidays: &HashSet<NaiveDate>) -> DateTime<Utc> {
    let before = day.iter_days().rev().skip(1).take(60).find(|day| works(*day, holidays)).unwrap_or(day);
    from_tripoli(before.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let holidays = HashSet::from([day("2026-12-24")]);
        // Wednesday 23 December: Thursday is Independence Day, then the weekend.
        assert_eq!(add_working_days(day("2026-12-23"), 1, &holidays), day("2026-12-27"));
        assert_eq!(working_days_between(day("2026-12-23"), day("2026-12-27"), &holidays), 1);
        assert_eq!(working_days_between(day("2026-12-27"), day("2026-12-23"), &holidays), 0);
        assert_eq!(add_working_days(day("2026-12-23"), 0, &holidays), day("2026-12-23"));
    }

    proptest! {
        #[test]
        fn adding_and_counting_agree(start in 0_u64..4_000, days in 0_i64..200) {
            let from = day("2024-01-01").checked_add_days(Days::new(start)).unwrap();
            let none = HashSet::new();
            let to = add_working_days(from, days, &none);
            prop_assert_eq!(working_days_between(from, to, &none), days);
        }
    }

    #[test]
    fn the_last_working_day_leaves_out_weekends_and_holidays() {
        let at = |text: &str| from_tripoli(day(text).and_time(NaiveTime::MIN));
        let holidays = HashSet::from([day("2026-12-24")]);
        // A Sunday after a holiday on Thursday.
        assert_eq!(last_morning(day("2026-12-27"), &holidays), at("2026-12-23"));
        assert_eq!(last_morning(day("2026-12-23"), &holidays), at("2026-12-22"));
    }
}
