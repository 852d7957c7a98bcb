//! Which holidays a year has by the table of Law 5/2012, and which of them nobody has entered yet. Those that follow the moon are announced each
//! year: here stands the day on which they may be expected, by the tabular calendar, which is right within two days.

use chrono::{Datelike, Days, NaiveDate};

/// Holidays on the same day of each year: month, day, names.
const FIXED: &[(u32, u32, &str, &str)] = &[
    (2, 17, "عيد ثورة 17 فبراير", "Revolution Day, 17 February"),
    (5, 1, "عيد العمل", "Labour Day"),
    (9, 16, "يوم الشهيد", "Martyrs Day"),
    (10, 23, "عيد التحرير", "Liberation Day"),
    (12, 24, "عيد الاستقلال", "Independence Day"),
];

/// Month and first day of the lunar year, and the names of the days from there on, in Arabic and English.
type Lunar = (i64, i64, &'static [(&'static str, &'static str)]);

/// Holidays of the lunar year, each with all its days.
const LUNAR: &[Lunar] = &[
    (1, 1, &[("رأس السنة الهجرية", "Hijri New Year")]),
    (3, 12, &[("المولد النبوي الشريف", "Birthday of the Prophet")]),
    (
        10,
        1,
        &[
            ("عيد الفطر، اليوم الأول", "Eid al-Fitr, first day"),
            ("عيد الفطر، اليوم الثاني", "Eid al-Fitr, second day"),
            ("عيد الفطر، اليوم الثالث", "Eid al-Fitr, third day"),
        ],
    ),
    (
        12,
        9,
        &[
            ("يوم عرفة", "Day of Arafat"),
            ("عيد الأضحى، اليوم الأول", "Eid al-Adha, first day"),
            ("عيد الأضحى، اليوم الثاني", "Eid al-Adha, second day"),
            ("عيد الأضحى، اليوم الثالث", "Eid al-Adha, third day"),
        ],
    ),
];

/// How far the moon may be from the table.
const ABOUT: u64 = 2;
/// How long before a year begins its holidays are asked for.
const AHEAD: u64 = 60;

/// A holiday that is expected and was not entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The day, or about that day.
    pub day: NaiveDate,
    /// Arabic name.
    pub name_ar: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// Whether the day is to be confirmed because it follows the moon.
    pub lunar: bool,
}

/// The day of a date of the tabular Islamic calendar.
fn day_of(year: i64, month: i64, day: i64) -> Option<NaiveDate> {
    let julian = (11 * year + 3) / 30 + 354 * year + 30 * month - (month - 1) / 2 + day + 1_948_440 - 385;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(julian - 1_721_425).ok()?)
}

/// Holidays from a day on that nobody has entered: to the end of the year, and from two months before it to the end of the next.
pub fn missing(today: NaiveDate, entered: &[NaiveDate]) -> Vec<Expected> {
    let last_year = (today + Days::new(AHEAD)).year();
    let asked = |day: &NaiveDate| *day > today && day.year() <= last_year;
    let mut all: Vec<Expected> = Vec::new();
    for year in today.year()..=last_year {
        for (month, day, name_ar, name_en) in FIXED {
            let day = NaiveDate::from_ymd_opt(year, *month, *day).filter(|day| !entered.contains(day));
            all.extend(day.map(|day| Expected { day, name_ar, name_en, lunar: false }));
        }
    }
    let is_fixed = |day: &NaiveDate| FIXED.iter().any(|(month, of, ..)| (day.month(), day.day()) == (*month, *of));
    let of_the_moon: Vec<&NaiveDate> = entered.iter().filter(|day| !is_fixed(day)).collect();
    // About the lunar years that these touch: they are eleven days shorter.
    let lunar_year = (i64::from(today.year()) - 622) * 33 / 32;
    for year in lunar_year - 1..=lunar_year + 3 {
        for (month, first, names) in LUNAR {
            let Some(first) = day_of(year, *month, *first) else { continue };
            let (from, to) = (first - Days::new(ABOUT), first + Days::new(names.len() as u64 - 1 + ABOUT));
            if of_the_moon.iter().filter(|day| (from..=to).contains(**day)).count() >= names.len() {
                continue;
            }
            let days = first.iter_days().zip(names.iter());
            all.extend(days.map(|(day, (name_ar, name_en))| Expected { day, name_ar, name_en, lunar: true }));
        }
    }
    all.retain(|expected| asked(&expected.day));
    all.sort_by_key(|expected| expected.day);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_table_is_right_about_known_days() {
        for (year, month, first, known) in [
            (1400, 1, 1, "1979-11-21"),
            (1447, 1, 1, "2025-06-27"),
            (1446, 10, 1, "2025-03-30"),
            (1446, 12, 10, "2025-06-06"),
            (1448, 1, 1, "2026-06-16"),
        ] {
            let off = (day_of(year, month, first).unwrap() - day(known)).num_days().abs();
            assert!(off <= 2, "{year}/{month}/{first} is {off} days from {known}");
        }
    }

    #[test]
    fn a_year_has_five_fixed_days_and_nine_of_the_moon() {
        let of_year = missing(day("2026-12-31"), &[]);
        assert!(of_year.iter().all(|expected| expected.day.year() == 2027));
        assert_eq!(of_year.iter().filter(|expected| !expected.lunar).count(), 5);
        assert_eq!(of_year.iter().filter(|expected| expected.lunar).count(), 9);
    }

    #[test]
    fn what_was_entered_is_not_asked_for_again() {
        let today = day("2026-12-31");
        let all: Vec<NaiveDate> = missing(today, &[]).into_iter().map(|expected| expected.day).collect();
        assert_eq!(missing(today, &all), []);
        // The moon came a day later.
        let later: Vec<NaiveDate> =
            missing(today, &[]).into_iter().map(|expected| expected.day + Days::new(u64::from(expected.lunar))).collect();
        assert_eq!(missing(today, &later), []);
        // One day of three is not the feast.
        let feast = missing(today, &[]).into_iter().find(|expected| expected.name_en.starts_with("Eid al-Fitr")).unwrap();
        let left = missing(today, &[feast.day]);
        assert_eq!(left.iter().filter(|expected| expected.name_en.starts_with("Eid al-Fitr")).count(), 3);
    }

    #[test]
    fn the_next_year_is_asked_for_two_months_before() {
        assert!(missing(day("2026-10-15"), &[]).iter().all(|expected| expected.day.year() == 2026));
        assert!(missing(day("2026-11-15"), &[]).iter().any(|expected| expected.day.year() == 2027));
        assert!(missing(day("2026-11-15"), &[]).iter().all(|expected| expected.day > day("2026-11-15")));
    }
}
