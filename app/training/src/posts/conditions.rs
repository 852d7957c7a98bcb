//! Conditions of a cohort as a form sends them.

use chrono::NaiveDate;

use crate::asking::NewQuestion;
use crate::rules::QuestionKind;
use crate::terms::{Group, Quota, Terms};
use ground::error::Problem;
use ground::form::{Check, Form};

/// Quotas that a cohort form has room for.
pub const QUOTAS: i64 = 4;
/// Municipalities whose families alone may sign up, as many as a cohort form has room for.
pub const ONLY: i64 = 3;
/// Questions that a cohort form has room for.
pub const QUESTIONS: i64 = 5;
/// Criteria that a cohort form has room for.
pub const CRITERIA: i64 = 5;

/// The rows of quotas that are not empty, and the day on which they end.
pub(crate) fn read_quotas(
    check: &mut Check<'_>,
    form: &Form,
    group: &impl Fn(&str) -> Option<Group>,
    capacity: i64,
) -> (Vec<Quota>, Option<NaiveDate>) {
    let mut quotas = Vec::new();
    for n in 1..=QUOTAS {
        let (field, seats) = (format!("quota_{n}"), format!("quota_seats_{n}"));
        if form.get(&field).is_empty() && form.get(&seats).trim().is_empty() {
            continue;
        }
        let of = check.choice(&field, group);
        let seats = check.needed_number(&seats, 1, capacity.max(1));
        quotas.extend(of.map(|group| Quota { position: n, group, seats }));
    }
    let spill = check.date("spill_on");
    if !quotas.is_empty() && spill.is_none() {
        check.wrong("spill_on", Problem::Required);
    }
    let spill = spill.filter(|_| !quotas.is_empty());
    (quotas, spill)
}

pub(crate) fn read_terms(check: &mut Check<'_>, form: &Form, group: &impl Fn(&str) -> Option<Group>) -> Terms {
    let mut groups: Vec<Group> = Vec::new();
    for field in ["only_region", "only_craft"] {
        for typed in form.all(field) {
            match group(typed) {
                Some(of) => groups.push(of),
                None => check.wrong(field, Problem::NotAChoice),
            }
        }
    }
    for n in 1..=ONLY {
        let field = format!("only_municipality_{n}");
        if !form.get(&field).is_empty() {
            groups.extend(check.choice(&field, group).filter(|of| !groups.contains(of)));
        }
    }
    // As the database gives them back, so that an unchanged form is seen to be one.
    groups.sort_by_key(Group::code);
    groups.dedup();
    Terms { groups, licence_through: check.flag("licence_through"), first_time: check.flag("first_time") }
}

/// The rows of questions that are not empty.
pub(crate) fn read_questions(check: &mut Check<'_>, form: &Form) -> Vec<NewQuestion> {
    let mut questions = Vec::new();
    for n in 1..=QUESTIONS {
        let (words, kind, choices) = (format!("question_{n}"), format!("question_kind_{n}"), format!("question_choices_{n}"));
        if form.get(&words).trim().is_empty() && form.get(&choices).trim().is_empty() {
            continue;
        }
        let asked = check.needed_line(&words, 3, 200);
        let kind = check.choice(&kind, QuestionKind::from_code).unwrap_or(QuestionKind::Text);
        let offered = check.lines(&choices, 600);
        if kind == QuestionKind::Choice && offered.lines().count() < 2 {
            check.wrong(&choices, Problem::TwoChoices);
        }
        let choices = if kind == QuestionKind::Choice { offered } else { String::new() };
        questions.push(NewQuestion { position: n, kind, words: asked, choices, needed: check.flag(&format!("question_needed_{n}")) });
    }
    questions
}

/// The rows of criteria that are not empty.
pub(crate) fn read_criteria(check: &mut Check<'_>, form: &Form) -> Vec<(String, i64)> {
    let mut criteria = Vec::new();
    for n in 1..=CRITERIA {
        let (title, weight) = (format!("criterion_{n}"), format!("weight_{n}"));
        if !form.get(&title).trim().is_empty() || !form.get(&weight).trim().is_empty() {
            criteria.push((check.needed_line(&title, 3, 100), check.needed_number(&weight, 1, 100)));
        }
    }
    criteria
}
