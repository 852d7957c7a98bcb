//! Times as spreadsheets and databases write them.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use ground::{days, text};

/// What comes first in a day that is written with three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As in Libya.
    DayFirst,
    /// As in the United States, and in Excel that was set up so.
    MonthFirst,
}

/// What the days of a file say together about their order.
#[derive(Debug, Default)]
pub struct Days {
    first_is_day: bool,
    second_is_day: bool,
}

fn numbers(typed: &str) -> Option<[u32; 3]> {
    let day = typed.split([' ', 'T']).next()?;
    let parts: Vec<u32> = day.split(['/', '-', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
    parts.try_into().ok()
}

impl Days {
    /// Looks at one.
    pub fn see(&mut self, typed: &str) {
        let Some([first, second, _]) = numbers(&text::typed(typed)) else { return };
        self.first_is_day |= (13..=31).contains(&first);
        self.second_is_day |= (13..=31).contains(&second);
    }

    /// The order that fits all of them; as in Libya where both would.
    pub fn order(&self) -> Order {
        if self.second_is_day && !self.first_is_day { Order::MonthFirst } else { Order::DayFirst }
    }
}

/// A time: with its zone as databases write it, or of Libya, day and hour as people write them, or counted in days since 1900 as Excel keeps it.
pub fn read(typed: &str, order: Order) -> Option<DateTime<Utc>> {
    let typed = text::typed(typed);
    if let Ok(at) = DateTime::parse_from_rfc3339(&typed) {
        return Some(at.to_utc());
    }
    if let Ok(counted) = typed.parse::<f64>()
        && (20_000.0..80_000.0).contains(&counted)
    {
        let first = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
        #[allow(clippy::cast_possible_truncation)]
        let seconds = (counted * 86_400.0).round() as i64;
        return Some(days::from_tripoli(first + Duration::seconds(seconds)));
    }
    let typed = typed.replace('T', " ");
    let (day, clock) = match typed.split_once(':') {
        None => (typed.as_str(), NaiveTime::MIN),
        Some((before, _)) => {
            let at = before.rfind(' ')?;
            let clock = typed[at..].trim();
            let exact = NaiveTime::parse_from_str(clock, "%H:%M:%S%.f").ok();
            (&typed[..at], exact.or_else(|| days::read_clock(clock))?)
        }
    };
    let day = match numbers(day) {
        Some([month, day, year]) if order == Order::MonthFirst && month <= 12 && year >= 1_000 => {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?
        }
        _ => days::read_date(day)?,
    };
    Some(days::from_tripoli(day.and_time(clock)))
}
