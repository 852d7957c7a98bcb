//! Words that every page of training uses.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::reach::PLANNERS;
use crate::rules::CohortState;
use crate::types::{Cohort, Course, Lesson, Window};
use ground::ctx::Ctx;
use ground::days::{date, hour};
use ground::ids::CohortId;
use ground::t;
use ground::texts::Locale;
use ground::ui::Tone;

/// Where the pages of a cohort lead back to: the cohort for who plans it, the own lessons for who teaches.
pub(crate) fn back(ctx: &Ctx, cohort: CohortId) -> String {
    ctx.link(&if ctx.actor.holds(PLANNERS) { format!("/desk/training/cohorts/{cohort}") } else { "/desk/training/teaching".to_owned() })
}

/// «الدورة 2».
pub(crate) fn number(l: Locale, cohort: &Cohort) -> String {
    t!(l, training.cohort_number, n = cohort.number)
}

/// «ضبط الجودة — الدورة 2».
pub(crate) fn named(l: Locale, course: &Course, cohort: &Cohort) -> String {
    format!("{} — {}", course.title, number(l, cohort))
}

/// From when until when.
pub(crate) fn days(l: Locale, from: NaiveDate, to: NaiveDate) -> String {
    t!(l, training.from_to, from = date(l, from), to = date(l, to))
}

/// When families sign up; ended early, both days.
pub(crate) fn window(l: Locale, window: &Window) -> String {
    let announced = days(l, window.opens_on, window.closes_on);
    match window.closed_on {
        Some(closed) => format!("{announced} — {}", t!(l, training.closed_early, day = date(l, closed))),
        None => announced,
    }
}

/// Day and hours of a lesson.
pub(crate) fn when(l: Locale, lesson: &Lesson) -> AnyView {
    view! { {date(l, lesson.day)}" · "{hours(l, lesson)} }.into_any()
}

/// Hours of a lesson, and whether it ends on the next day.
pub(crate) fn hours(l: Locale, lesson: &Lesson) -> String {
    let hours = t!(l, training.from_to, from = hour(l, lesson.begins), to = hour(l, lesson.ends));
    if lesson.ends > lesson.begins { hours } else { format!("{hours} {}", t!(l, training.of_next_day)) }
}

pub(crate) fn cohort_tone(state: CohortState) -> Tone {
    match state {
        CohortState::Open | CohortState::Running => Tone::Good,
        CohortState::Closed | CohortState::Finished => Tone::Waiting,
        CohortState::Cancelled => Tone::Danger,
        CohortState::Planned | CohortState::Certified => Tone::Plain,
    }
}
