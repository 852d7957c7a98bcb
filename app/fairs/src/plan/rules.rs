//! What stands in the way of a plan.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};
use icu_calendar::Date;
use icu_calendar::cal::Hijri;

use crate::plan::refusals;
use crate::rules::FairState;
use crate::types::Fair;
use ground::error::Problem;
use ground::texts::Locale;
use ground::{codes, t};

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

/// First days of the months of a year in which a fair has a day.
pub fn months_of(days: (NaiveDate, NaiveDate), year: i32) -> Vec<NaiveDate> {
    let firsts = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1));
    let last = |first: NaiveDate| first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
    firsts.filter(|first| meet((*first, last(*first)), days)).collect()
}

/// What is wrong with a new last day of a call: it has not passed, lies before the fair, and nobody who counts on the day that was
/// told gets less time.
pub fn not_extended(fair: &Fair, last: NaiveDate, today: NaiveDate) -> Option<Problem> {
    if last < today {
        return Some(Problem::DatePassed);
    }
    if last >= fair.starts_on {
        return Some(crate::refusals::BEFORE_FAIR);
    }
    let sooner = fair.state == FairState::CallOpen && fair.call.is_some_and(|(_, now)| last <= now);
    sooner.then_some(refusals::NOT_LATER)
}

/// Whether a fair goes on without families, so many applications standing: nobody is called, or nobody who was called stands.
pub fn announced_alone(fair: &Fair, standing: u64) -> bool {
    match fair.state {
        FairState::Planned => fair.call.is_none() && standing == 0,
        FairState::CallClosed => standing == 0,
        _ => false,
    }
}

/// A stage of a fair (مرحلة), in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is planned, its hall drawn.
    Plan,
    /// Families apply.
    Call,
    /// Jurors and the committee choose.
    Selection,
    /// Booths, buses, what families have to do.
    SetUp,
    /// It is held.
    Days,
    /// Accounts are settled.
    Accounts,
}

impl Stage {
    /// All of them in order.
    pub const ALL: [Stage; 6] = [Stage::Plan, Stage::Call, Stage::Selection, Stage::SetUp, Stage::Days, Stage::Accounts];

    /// The stage at which a fair stands; none when it is settled or called off.
    pub fn of(state: FairState) -> Option<Stage> {
        match state {
            FairState::Planned => Some(Stage::Plan),
            FairState::CallOpen => Some(Stage::Call),
            FairState::CallClosed | FairState::Reviewing => Some(Stage::Selection),
            FairState::ResultsPublished | FairState::SetUp => Some(Stage::SetUp),
            FairState::Running => Some(Stage::Days),
            FairState::Closed => Some(Stage::Accounts),
            FairState::Settled | FairState::Cancelled => None,
        }
    }

    /// Whether a fair has it: where nobody is called, nobody is chosen.
    pub fn held_by(self, fair: &Fair) -> bool {
        fair.call.is_some() || !matches!(self, Stage::Call | Stage::Selection)
    }

    /// The last day on which it is done in time; none for accounts, which no rule ends.
    pub fn until(self, fair: &Fair) -> Option<NaiveDate> {
        let eve = fair.starts_on.pred_opt();
        match self {
            Stage::Plan => fair.call.map(|(first, _)| first).or(eve),
            Stage::Call => fair.call.map(|(_, last)| last),
            Stage::Selection => fair.published_on.or(eve),
            Stage::SetUp => eve,
            Stage::Days => Some(fair.ends_on),
            Stage::Accounts => None,
        }
    }

    /// The stage in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            Stage::Plan => t!(l, fairs.stage_plan),
            Stage::Call => t!(l, fairs.stage_call),
            Stage::Selection => t!(l, fairs.stage_selection),
            Stage::SetUp => t!(l, fairs.stage_set_up),
            Stage::Days => t!(l, fairs.stage_days),
            Stage::Accounts => t!(l, fairs.stage_accounts),
        }
    }
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

    fn fair(state: FairState, call: Option<(&str, &str)>) -> Fair {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let hour = |text: &str| text.parse::<chrono::NaiveTime>().unwrap();
        Fair {
            id: ground::ids::FairId(1),
            slug: String::new(),
            name_ar: String::new(),
            name_en: String::new(),
            kind: crate::rules::FairKind::Local,
            state,
            municipality: String::new(),
            venue: String::new(),
            landmark: String::new(),
            city: String::new(),
            country: String::new(),
            starts_on: day("2026-03-20"),
            ends_on: day("2026-03-22"),
            opens_at: hour("10:00:00"),
            closes_at: hour("20:00:00"),
            call: call.map(|(first, last)| (day(first), day(last))),
            needs_mark: false,
            published_on: None,
            version: 0,
            changed_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_fair_stands_in_each_of_its_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let of = |first: &str, last: &str, year| -> Vec<u32> {
            months_of((day(first), day(last)), year).into_iter().map(|month| month.month()).collect()
        };
        assert_eq!(of("2026-03-28", "2026-05-02", 2026), [3, 4, 5]);
        assert_eq!(of("2026-12-30", "2027-01-03", 2026), [12]);
        assert_eq!(of("2026-12-30", "2027-01-03", 2027), [1]);
        assert_eq!(of("2026-02-28", "2026-02-28", 2026), [2]);
    }

    #[test]
    fn an_evening_may_end_past_midnight() {
        let until = |closes: &str| {
            let night = Fair { closes_at: closes.parse().unwrap(), ..fair(FairState::Planned, None) };
            night.closing(night.starts_on).to_string()
        };
        assert_eq!([until("20:00:00"), until("01:30:00")], ["2026-03-20 20:00:00", "2026-03-21 01:30:00"]);
        // Until then it is the day before; Tripoli is two hours ahead.
        let day = |closes: &str, now: &str| {
            let night = Fair { closes_at: closes.parse().unwrap(), ..fair(FairState::Running, None) };
            night.day_at(now.parse().unwrap()).to_string()
        };
        assert_eq!(day("01:30:00", "2026-03-20T23:29:00Z"), "2026-03-20");
        assert_eq!(day("01:30:00", "2026-03-20T23:30:00Z"), "2026-03-21");
        assert_eq!(day("20:00:00", "2026-03-20T23:00:00Z"), "2026-03-21");
        assert_eq!(day("01:30:00", "2026-03-22T23:00:00Z"), "2026-03-22", "its last evening");
        assert_eq!(day("01:30:00", "2026-03-19T23:00:00Z"), "2026-03-20", "before it begins");
    }

    #[test]
    fn a_call_gets_longer_and_ends_before_the_fair() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let said = |state, last: &str| not_extended(&fair(state, Some(("2026-02-01", "2026-03-01"))), day(last), day("2026-02-20"));
        assert_eq!(said(FairState::CallOpen, "2026-03-01"), Some(refusals::NOT_LATER));
        assert_eq!(said(FairState::CallOpen, "2026-03-02"), None);
        assert_eq!(said(FairState::CallOpen, "2026-03-20"), Some(crate::refusals::BEFORE_FAIR));
        // Closed before its last day, it may end on that day again.
        assert_eq!(said(FairState::CallClosed, "2026-03-01"), None);
        assert_eq!(said(FairState::CallClosed, "2026-02-19"), Some(Problem::DatePassed));
    }

    #[test]
    fn only_a_fair_without_applications_is_announced_alone() {
        let call = Some(("2026-02-01", "2026-03-01"));
        for state in FairState::ALL.iter().copied() {
            assert_eq!(announced_alone(&fair(state, None), 0), matches!(state, FairState::Planned | FairState::CallClosed), "{state:?}");
            assert_eq!(announced_alone(&fair(state, call), 0), state == FairState::CallClosed, "{state:?}");
            assert!(!announced_alone(&fair(state, None), 1) && !announced_alone(&fair(state, call), 20), "{state:?}");
        }
    }

    #[test]
    fn stages_follow_each_other_as_states_do() {
        let on = [FairState::Planned, FairState::CallOpen, FairState::CallClosed, FairState::Reviewing, FairState::ResultsPublished];
        let on = on.into_iter().chain([FairState::SetUp, FairState::Running, FairState::Closed]);
        let stages: Vec<Stage> = on.filter_map(Stage::of).collect();
        assert!(stages.len() == 8 && stages.is_sorted(), "{stages:?}");
        assert!(Stage::of(FairState::Settled).is_none() && Stage::of(FairState::Cancelled).is_none());
        let whole = fair(FairState::CallOpen, Some(("2026-02-01", "2026-03-01")));
        let days: Vec<NaiveDate> = Stage::ALL.into_iter().filter_map(|stage| stage.until(&whole)).collect();
        assert!(days.len() == 5 && days.is_sorted(), "{days:?}");
        let alone = fair(FairState::Planned, None);
        assert_eq!(Stage::ALL.into_iter().filter(|stage| stage.held_by(&alone)).count(), 4);
    }

    #[test]
    fn spans_meet_when_they_share_a_day() {
        let span = |first: &str, last: &str| (first.parse::<NaiveDate>().unwrap(), last.parse::<NaiveDate>().unwrap());
        let meets = |first: &str, last: &str| meet(span("2026-03-01", "2026-03-05"), span(first, last));
        assert!(meets("2026-03-05", "2026-03-09") && meets("2026-02-01", "2026-03-01") && meets("2026-03-02", "2026-03-03"));
        assert!(!meets("2026-03-06", "2026-03-09") && !meets("2026-02-01", "2026-02-28"));
    }
}
