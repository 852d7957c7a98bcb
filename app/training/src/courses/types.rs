//! Courses and cohorts as they are typed.

use chrono::NaiveDate;

use crate::courses::conditions::{Quota, Terms};
use crate::courses::questions::NewQuestion;
use crate::rules::{CourseField, Policy};
use ground::ids::CohortId;

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
