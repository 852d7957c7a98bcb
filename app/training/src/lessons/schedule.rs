//! Lessons as a timetable: which days, what overlaps, how much of it somebody attended. Pure.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use crate::rules::{EnrolmentMove, Mark};
use crate::types::hours;
use ground::days::day_in_tripoli;
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

/// Whether two lessons meet, by their days and hours; one that begins when the other ends does not.
pub fn meet(a: (NaiveDate, NaiveTime, NaiveTime), b: (NaiveDate, NaiveTime, NaiveTime)) -> bool {
    let (a, b) = (hours(a.0, a.1, a.2), hours(b.0, b.1, b.2));
    a.0 < b.1 && b.0 < a.1
}

/// Minutes from `08:30` to `10:00`, or from `21:00` to `00:30` of the next day.
pub fn minutes(begins: NaiveTime, ends: NaiveTime) -> i64 {
    let minutes = (ends - begins).num_minutes();
    if ends > begins { minutes } else { minutes + 24 * 60 }
}

/// Whether a lesson is held at a time, or later or earlier on its day; of an evening also what comes after midnight.
pub fn of_its_day(lesson: (NaiveDate, NaiveTime, NaiveTime), at: DateTime<Utc>) -> bool {
    let (begins, ends) = hours(lesson.0, lesson.1, lesson.2);
    day_in_tripoli(at) == lesson.0 || (begins..ends).contains(&at)
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
        let span = |(begins, ends)| (read_clock(begins).unwrap(), read_clock(ends).unwrap());
        for (a, b, expected) in [
            (("08:00", "10:00"), ("10:00", "12:00"), false),
            (("08:00", "10:01"), ("10:00", "12:00"), true),
            (("08:00", "12:00"), ("09:00", "10:00"), true),
            (("13:00", "14:00"), ("09:00", "10:00"), false),
        ] {
            let ((a, to_a), (b, to_b)) = (span(a), span(b));
            let (a, b) = ((day("2026-12-22"), a, to_a), (day("2026-12-22"), b, to_b));
            assert_eq!((meet(a, b), meet(b, a)), (expected, expected), "{a:?} {b:?}");
        }
        let (begins, ends) = span(("٠٨:٣٠", "10:00"));
        assert_eq!(minutes(begins, ends), 90);
    }

    #[test]
    fn an_evening_ends_after_midnight() {
        let of = |day_of: &str, begins: &str, ends: &str| (day(day_of), read_clock(begins).unwrap(), read_clock(ends).unwrap());
        let evening = of("2026-12-22", "21:30", "00:30");
        assert_eq!(minutes(evening.1, evening.2), 180);
        for (other, expected) in [
            (of("2026-12-22", "20:00", "21:30"), false),
            (of("2026-12-22", "22:00", "23:00"), true),
            (of("2026-12-23", "00:15", "02:00"), true),
            (of("2026-12-23", "00:30", "02:00"), false),
            (of("2026-12-21", "23:00", "01:00"), false),
        ] {
            assert_eq!((meet(evening, other), meet(other, evening)), (expected, expected), "{other:?}");
        }
        let at = |moment: &str| moment.parse::<DateTime<Utc>>().unwrap();
        // Tripoli is two hours ahead.
        for (moment, expected) in [
            ("2026-12-22T06:00:00Z", true),
            ("2026-12-22T22:15:00Z", true),
            ("2026-12-22T22:45:00Z", false),
            ("2026-12-21T21:00:00Z", false),
        ] {
            assert_eq!(of_its_day(evening, at(moment)), expected, "{moment}");
        }
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
