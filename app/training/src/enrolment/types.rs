//! What pages show of those who signed up.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::courses::conditions::{Conditions, Criterion, Given};
use crate::courses::questions::{Answers, Question};
use crate::courses::types::Draw;
use crate::rules::{EnrolmentState, Mark};
use crate::types::{Cohort, Course, Lesson};
use cases::casework::Objected;
use cases::committee;
use ground::error::Reason;
use ground::form::Form;
use ground::ids::{CohortId, EnrolmentId, FamilyId, MemberId, PersonId};
use ground::money::Money;
use ground::text::{fold, latin_digits};
use market::families::Trainee;

/// What the form that signs somebody up needs to know.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The first condition that the family does not meet.
    pub unmet: Option<Reason>,
    /// All conditions in words.
    pub terms: Vec<String>,
    /// Who could attend and did not sign up yet.
    pub trainees: Vec<Trainee>,
    /// The organiser's questions.
    pub questions: Vec<Question>,
    /// One's own enrolment that was sent back.
    pub returned: Option<Returned>,
    /// Why an officer proposed it.
    pub proposed: Option<String>,
    /// Who of the family signed up for the course already.
    pub there: Vec<There>,
    /// Members who cannot attend as their identity number is missing.
    pub unnumbered: Vec<String>,
}

/// Somebody of a family who signed up for a course already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    /// The enrolment.
    pub id: EnrolmentId,
    /// The member, unless it is none of the family's any more.
    pub member: Option<MemberId>,
    /// Who.
    pub name: String,
    /// Its number.
    pub reference: String,
    /// Where it stands.
    pub state: EnrolmentState,
    /// Number of the cohort.
    pub number: i64,
}

/// One's own enrolment with what it is about.
#[derive(Debug, Clone)]
pub struct Mine {
    /// The enrolment.
    pub id: EnrolmentId,
    /// Who signed up.
    pub name: String,
    /// Its number.
    pub reference: String,
    /// Where it stands.
    pub state: EnrolmentState,
    /// Why it stands there, in words; may be empty.
    pub reason: String,
    /// The last day on which an offer is answered, as `2026-12-20`.
    pub answer_by: Option<NaiveDate>,
    /// Its course.
    pub course: Course,
    /// Its cohort.
    pub cohort: Cohort,
    /// How many stand before it on the waiting list.
    pub before: u64,
    /// Lessons of the cohort, with the mark that holds.
    pub lessons: Vec<(Lesson, Option<Mark>)>,
    /// Code of the certificate that holds.
    pub certificate: Option<String>,
    /// Whether a file is asked for.
    pub files: bool,
    /// Once the order is published: each criterion with its weight and one's points.
    pub points: Vec<(Criterion, i64)>,
    /// What was objected.
    pub objected: Option<Objected>,
    /// The last day on which it can be objected to, while it can.
    pub object_until: Option<NaiveDate>,
}

/// What came of an enrolment that is objected to, for who hears the objection.
#[derive(Debug)]
pub struct Contested {
    /// Its course.
    pub course: Course,
    /// Its cohort.
    pub cohort: Cohort,
    /// Who signed up.
    pub who: SignedUp,
}

/// One's own enrolment that was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The enrolment.
    pub id: EnrolmentId,
    /// What the family said.
    pub words: String,
    /// What is missing, in the officer's words.
    pub reason: String,
}

/// Somebody who signed up, for the desk.
#[derive(Debug, Clone)]
pub struct SignedUp {
    /// The enrolment.
    pub id: EnrolmentId,
    /// The cohort.
    pub cohort: CohortId,
    /// The family.
    pub family: FamilyId,
    /// The name of the family in Arabic.
    pub family_name: String,
    /// Whose account it is.
    pub applicant: PersonId,
    /// Whether the reader works on the file of the family.
    pub file: bool,
    /// The phone of the account, for who works on the file.
    pub phone: Option<String>,
    /// Who.
    pub name: String,
    /// Number of the enrolment.
    pub reference: String,
    /// Code of the municipality.
    pub municipality: String,
    /// Why, in the family's words.
    pub words: String,
    /// Where it stands.
    pub state: EnrolmentState,
    /// Why it stands there, in words.
    pub reason: String,
    /// Place in the order, once there is one.
    pub position: Option<i64>,
    /// Whether the course may be taken once more.
    pub may_repeat: bool,
    /// When.
    pub applied_at: DateTime<Utc>,
}

/// Who signed up, as a table that leaves the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    /// Its name.
    pub title: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows, a text for each column.
    pub rows: Vec<Vec<String>>,
}

/// What those who signed up are narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// A part of a name, a number, a phone or a family.
    pub words: String,
    /// Where they stand.
    pub state: Option<EnrolmentState>,
}

impl Sought {
    /// From an address; a state that is none is left out.
    pub fn of(query: &Form) -> Self {
        Self { words: query.get("q").trim().to_owned(), state: EnrolmentState::from_code(query.get("state")) }
    }

    /// Whether somebody is among those who are looked for.
    pub fn finds(&self, row: &SignedUp) -> bool {
        let wanted = fold(&self.words);
        let digits: String = latin_digits(&self.words).chars().filter(char::is_ascii_digit).collect();
        let named = [&row.name, &row.family_name, &row.reference].into_iter().any(|text| fold(text).contains(&wanted));
        let called = digits.len() > 3 && row.phone.as_ref().is_some_and(|phone| phone.contains(&digits));
        self.state.is_none_or(|state| state == row.state) && (self.words.is_empty() || named || called)
    }
}

/// A cohort for the desk.
#[derive(Debug, Clone)]
pub struct DeskCohort {
    /// Its course.
    pub course: Course,
    /// The cohort.
    pub cohort: Cohort,
    /// What it cost; nothing while it is not noted.
    pub spent: Option<Money>,
    /// Who signed up within the actor's scope; in order, or as they came.
    pub rows: Vec<SignedUp>,
    /// All by state, also out of scope.
    pub counts: HashMap<EnrolmentState, usize>,
    /// Who may sign up, for whom seats are kept, what gives points.
    pub conditions: Conditions,
    /// What was asked, and who answered what.
    pub questions: Vec<Question>,
    /// Answers by person and question.
    pub answers: Answers,
    /// Families to which it was proposed.
    pub proposed: Vec<FamilyId>,
    /// Points given.
    pub points: Given,
    /// Drawings of its lots; the last one holds.
    pub draws: Vec<Draw>,
    /// The committee's sitting about it.
    pub sitting: Option<committee::Standing>,
    /// Whether it is the actor's to plan; others only look at those who signed up in their municipalities.
    pub reached: bool,
}
