//! Words that every page of training uses.

use leptos::prelude::*;

use crate::entity::{cohort, course, lesson};
use crate::rules::CohortState;
use ground::days::stored_date;
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::Tone;

/// The title of a course in the reader's language.
pub(crate) fn title(l: Locale, course: &course::Model) -> String {
    texts::pick(l, &course.title_ar, &course.title_en).to_owned()
}

/// «الدورة 2».
pub(crate) fn number(l: Locale, cohort: &cohort::Model) -> String {
    t!(l, training.cohort_number, n = cohort.number)
}

/// From when until when.
pub(crate) fn days(l: Locale, from: &str, to: &str) -> String {
    t!(l, training.from_to, from = stored_date(l, from), to = stored_date(l, to))
}

/// When families sign up; ended early, both days.
pub(crate) fn window(l: Locale, cohort: &cohort::Model) -> String {
    let announced = days(l, &cohort.opens_on, &cohort.closes_on);
    match &cohort.closed_on {
        Some(closed) => format!("{announced} — {}", t!(l, training.closed_early, day = stored_date(l, closed))),
        None => announced,
    }
}

/// Day and hours of a lesson.
pub(crate) fn when(l: Locale, lesson: &lesson::Model) -> AnyView {
    view! { {stored_date(l, &lesson.day)}" · "<bdi>{format!("{}–{}", lesson.begins, lesson.ends)}</bdi> }.into_any()
}

pub(crate) fn cohort_tone(state: CohortState) -> Tone {
    match state {
        CohortState::Open | CohortState::Running => Tone::Good,
        CohortState::Closed | CohortState::Finished => Tone::Waiting,
        CohortState::Cancelled => Tone::Danger,
        CohortState::Planned | CohortState::Certified => Tone::Plain,
    }
}
