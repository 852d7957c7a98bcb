//! Signing up for a cohort.

use leptos::prelude::*;

use super::super::enrolling::window_open;
use super::super::reads::CohortView;
use super::public::{number, title};
use crate::ctx::Ctx;
use crate::error::Reason;
use crate::families::Trainee;
use crate::form::Filled;
use crate::i18n::{day_in_tripoli, stored_date};
use crate::t;
use crate::ui::{Field, Page, Tone, error_summary, notice, reason, select, submit, tick};

/// Whether one may is said first; then who attends, and why.
pub fn apply(ctx: &Ctx, view: &CohortView, unmet: Option<Reason>, terms: &[String], trainees: &[Trainee], filled: &Filled) -> Page {
    let l = ctx.l;
    let CohortView { course, cohort, .. } = view;
    let heading = t!(l, training.apply_title);
    let open = window_open(cohort, day_in_tripoli(ctx.now));
    let why_not = match (open, unmet, trainees.is_empty()) {
        (false, ..) => {
            Some((t!(l, training.window_over, day = stored_date(l, &cohort.closes_on)), "/courses".to_owned(), t!(l, training.courses)))
        }
        (true, Some(Reason::NotLicensed), _) => {
            Some((t!(l, training.needs_licence), "/me/family".to_owned(), t!(l, families.application_title)))
        }
        (true, Some(unmet), _) => Some((reason(l, unmet), "/courses".to_owned(), t!(l, training.courses))),
        (true, None, true) => Some((t!(l, training.needs_identity), "/me/family/members".to_owned(), t!(l, families.part_members))),
        _ => None,
    };
    let form = match why_not {
        Some((words, path, verb)) => {
            view! { {notice(Tone::Attention, words)}<p><a class="button quiet" href=ctx.link(&path)>{verb}</a></p> }.into_any()
        }
        None => {
            let people: Vec<(String, String)> = trainees.iter().map(|trainee| (trainee.id.to_string(), trainee.name.clone())).collect();
            view! {
                <form method="post" novalidate>
                    {select(l, filled, "member", t!(l, training.who), Some(t!(l, training.who_hint)), &people)}
                    {Field::lines(filled, "words", t!(l, training.why), 4).hint(t!(l, training.why_hint)).optional().view(l)}
                    {tick(l, filled, "true", t!(l, training.apply_true))}
                    {submit(t!(l, training.apply_verb))}
                </form>
            }
            .into_any()
        }
    };
    let back = ctx.link(&format!("/courses/{}/{}", course.slug, cohort.number));
    let body = view! {
        <div class="narrow">
            <p><a href=back>{format!("{} — {}", title(l, course), number(l, cohort))}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{cohort.policy.word(l)}</p>
            <ul>{terms.iter().map(|term| view! { <li>{term.clone()}</li> }).collect::<Vec<_>>()}</ul>
            {form}
        </div>
    };
    Page::new(heading, body)
}
