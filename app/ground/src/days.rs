//! Days and hours as they are written in Libya: Africa/Tripoli, months by their names there.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Timelike, Utc};

use crate::text;
use crate::texts::Locale;

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

/// How long this day still lasts in Tripoli.
pub fn rest_of_day(at: DateTime<Utc>) -> std::time::Duration {
    let local = tripoli(at).naive_local();
    let end = local.date().succ_opt().map(|next| next.and_time(NaiveTime::MIN));
    end.and_then(|end| (end - local).to_std().ok()).unwrap_or_default()
}

/// `24 نوفمبر 2026`.
pub fn date(l: Locale, day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month(l, day), day.year())
}

/// `نوفمبر`.
pub fn month(l: Locale, day: NaiveDate) -> String {
    let months = match l {
        Locale::Ar => MONTHS_AR,
        Locale::En => MONTHS_EN,
    };
    months[day.month0() as usize].to_owned()
}

/// A stored day, `2026-11-24`, as [`date`]; anything else as it is.
pub fn stored_date(l: Locale, stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), |day| date(l, day))
}

/// `09:00`, as fields of time have it.
pub fn clock(at: NaiveTime) -> String {
    at.format("%H:%M").to_string()
}

/// An hour of the day as people say it: `10 صباحًا`, `9:30 مساءً`.
pub fn hour(l: Locale, at: NaiveTime) -> String {
    let half = match (l, at.hour()) {
        (Locale::Ar, 0) => "ليلًا",
        (Locale::Ar, 1..=11) => "صباحًا",
        (Locale::Ar, 12) => "ظهرًا",
        (Locale::Ar, _) => "مساءً",
        (Locale::En, 0..=11) => "am",
        (Locale::En, _) => "pm",
    };
    let minutes = if at.minute() == 0 { String::new() } else { format!(":{:02}", at.minute()) };
    format!("{}{minutes} {half}", at.hour12().1)
}

/// A stored hour, `08:30`, as [`hour`]; anything else as it is.
pub fn stored_hour(l: Locale, stored: &str) -> String {
    read_clock(stored).map_or_else(|| stored.to_owned(), |at| hour(l, at))
}

/// A day as browsers send it, or as people write it: the day first, or the year, parted by `-`, `/`, `.` or blanks, the month as a number or
/// by its name.
pub fn read_date(typed: &str) -> Option<NaiveDate> {
    let typed = text::typed(typed).replace(['/', '.', ' ', '،', ','], "-");
    let parts: Vec<&str> = typed.split('-').filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let named =
        |names: &[&str; 12]| names.iter().position(|name| text::fold(name) == text::fold(month)).and_then(|at| u32::try_from(at + 1).ok());
    let month = month.parse().ok().or_else(|| named(&MONTHS_AR)).or_else(|| named(&MONTHS_EN))?;
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)
}

/// An hour as people type it: `8:30`, `8.30`, «٨:٣٠ م», `8:30 pm`.
pub fn read_clock(typed: &str) -> Option<NaiveTime> {
    let typed = text::typed(typed).to_lowercase().replace(['.', '∶', '٫'], ":");
    let halves =
        [("pm", 12), ("p:m:", 12), ("م", 12), ("مساء", 12), ("مساءً", 12), ("am", 0), ("a:m:", 0), ("ص", 0), ("صباحا", 0), ("صباحًا", 0)];
    let half = halves.iter().find_map(|(word, hours)| Some((typed.strip_suffix(word)?.trim(), *hours)));
    if let Some((rest, later)) = half {
        let read = NaiveTime::parse_from_str(rest, "%H:%M").ok().filter(|read| (1..=12).contains(&read.hour()))?;
        return NaiveTime::from_hms_opt(read.hour() % 12 + later, read.minute(), 0);
    }
    // Some browsers send seconds, too; nothing begins at one.
    let read = NaiveTime::parse_from_str(&typed, "%H:%M").or_else(|_| NaiveTime::parse_from_str(&typed, "%H:%M:%S")).ok()?;
    NaiveTime::from_hms_opt(read.hour(), read.minute(), 0)
}

/// A moment for machines that read a page, to the second.
pub fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Day and 12-hour time in Libya: `24 نوفمبر 2026، 3:05 م`.
pub fn moment(l: Locale, at: DateTime<Utc>) -> String {
    let local = tripoli(at);
    let (afternoon, hour) = local.hour12();
    let (comma, half) = match (l, afternoon) {
        (Locale::Ar, false) => ("،", "ص"),
        (Locale::Ar, true) => ("،", "م"),
        (Locale::En, false) => (",", "am"),
        (Locale::En, true) => (",", "pm"),
    };
    format!("{}{comma} {hour}:{:02} {half}", date(l, local.date_naive()), local.minute())
}

/// A stored moment, `2026-11-24T13:05:00Z`, as [`moment`]; anything else as it is.
pub fn stored_moment(l: Locale, stored: &str) -> String {
    stored.parse::<DateTime<Utc>>().map_or_else(|_| stored.to_owned(), |at| moment(l, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_clocks_of_tripoli_go_both_ways() {
        let local = "2026-07-01T08:30:00".parse::<NaiveDateTime>().unwrap();
        assert_eq!(from_tripoli(local).to_rfc3339(), "2026-07-01T06:30:00+00:00");
        assert_eq!(tripoli(from_tripoli(local)).naive_local(), local);
    }

    #[test]
    fn a_stored_day_is_written_and_nothing_else_is_touched() {
        assert_eq!(stored_date(Locale::En, "2026-11-24"), "24 November 2026");
        assert_eq!(stored_moment(Locale::En, "2026-11-24T13:05:00Z"), "24 November 2026, 3:05 pm");
        assert_eq!(stored_moment(Locale::En, "soon"), "soon");
        assert_eq!(stored_date(Locale::Ar, "غدًا"), "غدًا");
        for typed in ["9:05", "09:05:30", "09:05:60", "٠٩:٠٥", " 09:05 "] {
            assert_eq!(read_clock(typed).map(clock).as_deref(), Some("09:05"), "{typed}");
        }
        assert_eq!([read_clock("24:00"), read_clock("9"), read_clock("")], [None; 3]);
        for typed in ["8:30 م", "٨:٣٠ م", "8:30 pm", "8.30 PM", "20:30", "8:30 مساءً"] {
            assert_eq!(read_clock(typed).map(clock).as_deref(), Some("20:30"), "{typed}");
        }
        assert_eq!(read_clock("12:05 ص").map(clock).as_deref(), Some("00:05"));
        assert_eq!([read_clock("13:00 م"), read_clock("م")], [None; 2]);
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 4);
        for typed in [
            "2026-11-04",
            "04/11/2026",
            "4-11-2026",
            "4.11.2026",
            "٤/١١/٢٠٢٦",
            "4 نوفمبر 2026",
            "٤ نوفمبر، ٢٠٢٦",
            "4 November 2026",
            "2026/11/4",
        ] {
            assert_eq!(read_date(typed), day, "{typed}");
        }
        for typed in ["", "4/11", "31/02/2026", "4/11/26", "غدًا", "2026", "4/13/2026", "11111-1-1"] {
            assert_eq!(read_date(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_day_ends_at_midnight_in_tripoli() {
        let at = |hour, minute| rest_of_day(Utc.with_ymd_and_hms(2026, 11, 23, hour, minute, 0).unwrap()).as_secs();
        assert_eq!(at(21, 59), 60);
        assert_eq!(at(22, 0), 24 * 3600);
        assert_eq!(at(22, 30), 23 * 3600 + 1800);
    }

    #[test]
    fn hours_are_said_as_people_say_them() {
        let said = |typed: &str| [Locale::Ar, Locale::En].map(|l| hour(l, read_clock(typed).unwrap()));
        assert_eq!(said("10:00"), ["10 صباحًا", "10 am"]);
        assert_eq!(said("21:30"), ["9:30 مساءً", "9:30 pm"]);
        assert_eq!(said("12:00"), ["12 ظهرًا", "12 pm"]);
        assert_eq!(said("00:05"), ["12:05 ليلًا", "12:05 am"]);
        assert_eq!([stored_hour(Locale::En, "08:30"), stored_hour(Locale::En, "soon")], ["8:30 am", "soon"]);
    }

    #[test]
    fn times_are_libyan() {
        let at = Utc.with_ymd_and_hms(2026, 11, 23, 22, 5, 0).unwrap();
        assert_eq!(moment(Locale::Ar, at), "24 نوفمبر 2026، 12:05 ص");
        assert_eq!(moment(Locale::En, at), "24 November 2026, 12:05 am");
    }
}
