//! Courses and cohorts as they are shown, and as they are typed.

use chrono::{DateTime, NaiveDate, Utc};

use crate::courses::conditions::Conditions;
use crate::courses::questions::NewQuestion;
use crate::courses::terms::{Quota, Terms};
use crate::rules::{CourseField, EnrolmentState, Policy};
use crate::types::{Cohort, Course, Lesson};
use ground::ids::{CohortId, MediaId};

/// What is told of a course; what is empty is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What is learnt.
    pub aims: String,
    /// What one has to bring.
    pub prerequisites: String,
    /// With whom it is run.
    pub partner: String,
    /// Since when, in words.
    pub partner_since: String,
    /// The logo of the partner.
    pub logo: Option<MediaId>,
    /// The language it is taught in.
    pub language: String,
    /// Who can get there and follow.
    pub accessibility: String,
    /// What it is about.
    pub field: CourseField,
    /// Hours in all.
    pub hours: i64,
    /// Months for which its certificates hold.
    pub valid_months: i64,
    /// Whether a certificate of it gives the quality mark.
    pub gives_mark: bool,
}

/// A course with its cohorts, the newest first; for the public those before all others that are still open.
#[derive(Debug, Clone)]
pub struct CourseView {
    /// The course.
    pub course: Course,
    /// What is told of it.
    pub about: About,
    /// Its cohorts.
    pub cohorts: Vec<Cohort>,
}

/// What a list of courses is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseFilter {
    /// Held in this municipality.
    pub municipality: String,
    /// About this.
    pub field: Option<CourseField>,
    /// With days on or after this one.
    pub from: Option<NaiveDate>,
    /// With days on or before this one.
    pub until: Option<NaiveDate>,
    /// Families sign up today.
    pub open: bool,
}

impl CourseFilter {
    /// Courses with the cohorts that fit; a course none of whose cohorts fits is left out.
    pub fn narrow(&self, all: Vec<CourseView>, today: NaiveDate) -> Vec<CourseView> {
        let fits = |cohort: &Cohort| {
            (self.municipality.is_empty() || cohort.municipality == self.municipality)
                && self.from.is_none_or(|from| cohort.ends_on >= from)
                && self.until.is_none_or(|until| cohort.starts_on <= until)
                && (!self.open || cohort.window_open(today))
        };
        let of_field = all.into_iter().filter(|view| self.field.is_none_or(|field| view.about.field == field));
        let narrowed = of_field.map(|mut view| {
            view.cohorts.retain(fits);
            view
        });
        narrowed.filter(|view| !view.cohorts.is_empty()).collect()
    }
}

/// A cohort with what everyone may know of who signed up.
#[derive(Debug, Clone)]
pub struct CohortView {
    /// Its course.
    pub course: Course,
    /// The cohort.
    pub cohort: Cohort,
    /// What is paid for.
    pub costs: String,
    /// Whom to ask.
    pub contact: String,
    /// From which a committee drew lots for equal files.
    pub seed: Option<String>,
    /// Drawings of its lots, once the order is public; the last one holds.
    pub draws: Vec<Draw>,
    /// Number of the minute by which a committee gave the seats.
    pub minute: Option<String>,
    /// How many signed up.
    pub applied: u64,
    /// The published order: reference numbers only, with points where they made it.
    pub order: Vec<(String, EnrolmentState, Option<i64>)>,
    /// Who may sign up, for whom seats are kept, what gives points.
    pub conditions: Conditions,
    /// Its lessons in order.
    pub lessons: Vec<Lesson>,
}

/// A drawing of lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// From which anybody computes the same order.
    pub seed: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why lots were drawn again; empty for the first time.
    pub reason: String,
}

/// A course as it is typed.
#[derive(Debug, Clone)]
pub struct CourseForm {
    /// Title.
    pub title_ar: String,
    /// In English.
    pub title_en: String,
    /// What is learnt.
    pub aims: String,
    /// What one has to bring.
    pub prerequisites: String,
    /// With whom; only where it is really run with them.
    pub partner: String,
    /// Since when the partner runs it with the Authority, in words.
    pub partner_since: String,
    /// The language it is taught in.
    pub language: String,
    /// Who can get there and follow: steps, chairs, sign language, small children.
    pub accessibility: String,
    /// What it is about.
    pub field: CourseField,
    /// Hours in all.
    pub hours: i64,
    /// Months for which its certificates hold.
    pub valid_months: i64,
    /// Whether a certificate of it gives the quality mark.
    pub gives_mark: bool,
    /// What is taught, by the place of each.
    pub modules: Vec<(i64, ModuleForm)>,
}

/// A module as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleForm {
    /// Title.
    pub title: String,
    /// Hours.
    pub hours: i64,
    /// What is learnt.
    pub learnt: String,
}

/// A cohort as it is typed.
#[derive(Debug, Clone)]
pub struct CohortForm {
    /// Municipality code.
    pub municipality: String,
    /// Where.
    pub venue: String,
    /// First and last day of teaching.
    pub days: (NaiveDate, NaiveDate),
    /// First and last day of signing up.
    pub window: (NaiveDate, NaiveDate),
    /// Seats.
    pub capacity: i64,
    /// How the order is made.
    pub policy: Policy,
    /// Days in which an offer is answered.
    pub offer_days: i64,
    /// Who may sign up beside the licence.
    pub terms: Terms,
    /// For whom seats are kept, and how many.
    pub quotas: Vec<Quota>,
    /// The day from which the rest of them is for everyone.
    pub spill_on: Option<NaiveDate>,
    /// What gives points, with its weight, where the order is made by them.
    pub criteria: Vec<(String, i64)>,
    /// What is asked of who signs up.
    pub questions: Vec<NewQuestion>,
    /// The cohort whose waiting list this one takes over.
    pub carries_from: Option<CohortId>,
    /// What is paid for.
    pub costs: String,
    /// Whom to ask.
    pub contact: String,
    /// Attended part of the hours that completes it, percent.
    pub attendance_min: i64,
    /// Whether the modules are assessed too.
    pub assessed: bool,
}
