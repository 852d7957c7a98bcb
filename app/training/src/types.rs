//! What every part of training shows of a course, a cohort and a lesson. Days stand as `2026-12-20`, hours as `08:30`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::rules::{CohortState, Completion, Policy};
use ground::days::from_tripoli;
use ground::ids::{CohortId, CourseId, LessonId, ModuleId, PersonId};

/// A course by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its key.
    pub id: CourseId,
    /// Its part of the address.
    pub slug: String,
    /// In the reader's language.
    pub title: String,
}

/// A part of what a course teaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its key.
    pub id: ModuleId,
    /// Title.
    pub title: String,
    /// Hours.
    pub hours: i64,
    /// What is learnt.
    pub learnt: String,
}

/// A cohort: where and when, and how its seats are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// Its key.
    pub id: CohortId,
    /// Its number within the course.
    pub number: i64,
    /// Where it stands.
    pub state: CohortState,
    /// Code of the municipality.
    pub municipality: String,
    /// Where it is held.
    pub venue: String,
    /// First day of teaching.
    pub starts_on: NaiveDate,
    /// Last day of teaching.
    pub ends_on: NaiveDate,
    /// When families sign up.
    pub window: Window,
    /// Seats.
    pub capacity: i64,
    /// How the order is made.
    pub policy: Policy,
    /// The day from which kept seats are for everyone.
    pub spill_on: Option<NaiveDate>,
    /// What completes it.
    pub completion: Completion,
    /// When its lots are drawn, once that is announced.
    pub draw_at: Option<DateTime<Utc>>,
}

impl Cohort {
    /// Whether families sign up on a day.
    pub fn window_open(&self, today: NaiveDate) -> bool {
        self.window.open(self.state, today)
    }
}

/// The days on which families sign up for a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub opens_on: NaiveDate,
    /// The last, as announced.
    pub closes_on: NaiveDate,
    /// The day on which an officer ended it before.
    pub closed_on: Option<NaiveDate>,
}

impl Window {
    /// Whether families sign up on a day for a cohort in a state.
    pub fn open(&self, state: CohortState, today: NaiveDate) -> bool {
        state == CohortState::Open && self.closed_on.is_none() && (self.opens_on..=self.closes_on).contains(&today)
    }

    /// Whether signing up is over on a day: its last day has passed, or an officer ended it before.
    pub fn over(&self, today: NaiveDate) -> bool {
        self.closed_on.is_some() || self.closes_on < today
    }
}

/// When a lesson begins and ends; an hour that is not after its beginning is one of the next day.
pub(crate) fn hours(day: NaiveDate, begins: NaiveTime, ends: NaiveTime) -> (DateTime<Utc>, DateTime<Utc>) {
    let last = if ends > begins { day } else { day.succ_opt().unwrap_or(day) };
    (from_tripoli(day.and_time(begins)), from_tripoli(last.and_time(ends)))
}

/// A lesson in the timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its key.
    pub id: LessonId,
    /// Its cohort.
    pub cohort: CohortId,
    /// Its day.
    pub day: NaiveDate,
    /// Its first minute.
    pub begins: NaiveTime,
    /// Its last minute; after midnight where it does not lie behind the first.
    pub ends: NaiveTime,
    /// Where.
    pub venue: String,
    /// What it is about; may be empty.
    pub topic: String,
    /// Where to meet on the net; empty where it is held in a room.
    pub link: String,
    /// Who teaches, if it is settled.
    pub trainer: Option<PersonId>,
}
