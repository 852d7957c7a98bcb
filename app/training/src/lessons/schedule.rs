//! Lessons as a timetable: which days, what overlaps, how much of it somebody attended. Pure.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use crate::rules::{EnrolmentMove, Mark};
use ground::t;
use ground::texts::Locale;

impl Mark {
    /// Whether the lesson counts as attended.
    pub fn counts(self) -> bool {
        matches!(self, Mark::Present | Mark::Late)
    }

    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            Mark::Present => t!(l, training.mark_present),
            Mark::Late => t!(l, training.mark_late),
            Mark::Absent => t!(l, training.mark_absent),
            Mark::Excused => t!(l, training.mark_excused),
        }
    }
}

/// The working days from one to another: no Friday, no Saturday, no official holiday.
pub fn working_days(from: NaiveDate, to: NaiveDate, holidays: &HashSet<NaiveDate>) -> Vec<NaiveDate> {
    from.iter_days()
        .take_while(|day| *day <= to)
        .filter(|day| !matches!(day.weekday(), Weekday::Fri | Weekday::Sat) && !holidays.contains(day))
        .collect()
}

/// Whether two lessons of a day meet; one that begins when the other ends does not.
pub fn meet(a: (NaiveTime, NaiveTime), b: (NaiveTime, NaiveTime)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Minutes from `08:30` to `10:00`.
pub fn minutes(begins: NaiveTime, ends: NaiveTime) -> i64 {
    (ends - begins).num_minutes()
}

/// How much of the hours was attended, in whole percent, rounded down: minutes of each lesson and whether it counts.
pub fn share(lessons: &[(i64, bool)]) -> i64 {
    let all: i64 = lessons.iter().map(|(minutes, _)| minutes).sum();
    let attended: i64 = lessons.iter().filter(|(_, counts)| *counts).map(|(minutes, _)| minutes).sum();
    if all == 0 { 0 } else { attended * 100 / all }
}

/// What the rule of a cohort makes of what somebody did: `share` is the attended part of the hours in percent, `passed` what the
/// assessment says where there is one.
pub fn outcome(share: i64, least: i64, passed: Option<bool>) -> EnrolmentMove {
    match (share, passed) {
        (0, _) => EnrolmentMove::Miss,
        (share, None | Some(true)) if share >= least => EnrolmentMove::Complete,
        _ => EnrolmentMove::Fall,
    }
}

/// Points of a module, 0 to 4, that pass.
pub const PASSING: i64 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use ground::days::read_clock;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_and_holidays_are_left_out() {
        // 2026-12-24 is a Thursday and Libya's Independence Day.
        let holidays = HashSet::from([day("2026-12-24")]);
        let days = working_days(day("2026-12-22"), day("2026-12-28"), &holidays);
        assert_eq!(days, [day("2026-12-22"), day("2026-12-23"), day("2026-12-27"), day("2026-12-28")]);
        assert!(working_days(day("2026-12-28"), day("2026-12-22"), &holidays).is_empty());
    }

    #[test]
    fn lessons_meet_only_if_they_share_a_minute() {
        let hours = |(begins, ends)| (read_clock(begins).unwrap(), read_clock(ends).unwrap());
        for (a, b, expected) in [
            (("08:00", "10:00"), ("10:00", "12:00"), false),
            (("08:00", "10:01"), ("10:00", "12:00"), true),
            (("08:00", "12:00"), ("09:00", "10:00"), true),
            (("13:00", "14:00"), ("09:00", "10:00"), false),
        ] {
            let (a, b) = (hours(a), hours(b));
            assert_eq!((meet(a, b), meet(b, a)), (expected, expected), "{a:?} {b:?}");
        }
        let (begins, ends) = hours(("٠٨:٣٠", "10:00"));
        assert_eq!(minutes(begins, ends), 90);
    }

    proptest! {
        #[test]
        fn a_share_is_a_percentage_and_grows_with_each_lesson(lessons in proptest::collection::vec((1_i64..600, any::<bool>()), 0..20)) {
            let now = share(&lessons);
            prop_assert!((0..=100).contains(&now));
            for at in 0..lessons.len() {
                let mut more = lessons.clone();
                more[at].1 = true;
                prop_assert!(share(&more) >= now);
            }
            let all: Vec<_> = lessons.iter().map(|(minutes, _)| (*minutes, true)).collect();
            prop_assert_eq!(share(&all), if lessons.is_empty() { 0 } else { 100 });
        }
    }

    #[test]
    fn who_completes_is_a_rule() {
        use EnrolmentMove::{Complete, Fall, Miss};
        for (share, least, passed, expected) in [
            (100, 80, None, Complete),
            (80, 80, None, Complete),
            (79, 80, None, Fall),
            (0, 80, Some(true), Miss),
            (100, 80, Some(false), Fall),
            (80, 80, Some(true), Complete),
            (1, 0, None, Complete),
        ] {
            assert_eq!(outcome(share, least, passed), expected, "{share} {least} {passed:?}");
        }
    }
}
