//! Where everyone of a cohort stands: attendance, points, what the rule makes of it; and the end of the cohort.

use leptos::prelude::*;

use crate::courses::pages::completes;
use crate::lessons::results::Progress;
use crate::reach::PLANNERS;
use crate::rules::{CohortState, EnrolmentMove};
use crate::types::{Cohort, Course, Module};
use crate::words::{back, named};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, hidden, submit, tag};

fn outcome(l: Locale, by: EnrolmentMove) -> AnyView {
    match by {
        EnrolmentMove::Complete => tag(Tone::Good, t!(l, training.would_complete)),
        EnrolmentMove::Miss => tag(Tone::Danger, t!(l, training.would_miss)),
        _ => tag(Tone::Attention, t!(l, training.would_fall)),
    }
}

/// The page. Who plans cohorts ends this one here, too.
pub fn progress(ctx: &Ctx, course: &Course, cohort: &Cohort, modules: &[Module], people: &[Progress], filled: &Filled) -> Page {
    let l = ctx.l;
    let plans = ctx.actor.holds(PLANNERS);
    let assessed = cohort.completion.assessed;
    let heading = t!(l, training.progress);
    let running = cohort.state == CohortState::Running;
    let rows: Vec<AnyView> = people.iter().map(|person| grades(l, cohort, person)).collect();
    let table = if rows.is_empty() {
        empty(t!(l, training.trainees_none), String::new(), None)
    } else {
        let points: Vec<AnyView> = modules
            .iter()
            .filter(|_| assessed)
            .map(|module| view! { <th scope="col" dir="auto">{module.title.clone()}</th> }.into_any())
            .collect();
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, training.progress)>
                <table class="grades wide">
                    <thead><tr><th scope="col">{t!(l, training.trainee)}</th><th scope="col">{t!(l, training.share)}</th>{points}<th scope="col">{t!(l, training.result)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let base = ctx.link(&format!("/desk/training/cohorts/{}/progress", cohort.id));
    let assess = (running && assessed && !modules.is_empty() && !people.is_empty()).then(|| assessment(l, modules, people, filled, &base));
    let finish = (running && plans).then(|| {
        view! {
            <form method="post" action=format!("{base}/finish") class="apart">
                <p class="hint">{t!(l, training.finish_hint)}</p>
                {submit(t!(l, training.finish))}
            </form>
        }
    });
    let body = view! {
        <div class="desk narrow">
            <p><a href=back(ctx, cohort.id)>{named(l, course, cohort)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{t!(l, training.progress_lead)}" "{completes(l, cohort.completion)}</p>
            {table}
            {assess}
            {finish}
        </div>
    };
    Page::new(heading, body)
}

/// What is known of one person so far. A result is said once everything is noted, not while lessons are still to come.
fn grades(l: Locale, cohort: &Cohort, person: &Progress) -> AnyView {
    let noted = person.marks.iter().flatten().count();
    let attended = person.marks.iter().flatten().filter(|mark| mark.counts()).count();
    let said = |points: &Option<(i64, String)>| points.as_ref().map_or("–".to_owned(), |(points, _)| points.to_string());
    let points: Vec<AnyView> = person
        .points
        .iter()
        .filter(|_| cohort.completion.assessed)
        .map(|points| view! { <td class="number">{said(points)}</td> }.into_any())
        .collect();
    let state = match cohort.state {
        CohortState::Running if noted < person.marks.len() => tag(Tone::Plain, t!(l, training.so_far)),
        CohortState::Running => outcome(l, person.outcome),
        _ => tag(Tone::Plain, person.state.word(l)),
    };
    view! {
        <tr>
            <th scope="row"><span dir="auto">{person.name.clone()}</span><br/><bdi class="small">{person.reference.clone()}</bdi></th>
            <td>{t!(l, training.attended_of, n = attended, all = noted)}</td>
            {points}
            <td>{state}</td>
        </tr>
    }
    .into_any()
}

fn assessment(l: Locale, modules: &[Module], people: &[Progress], filled: &Filled, base: &str) -> AnyView {
    let people: Vec<AnyView> = people
        .iter()
        .map(|person| {
            let who = person.id;
            let mut filled = filled.clone();
            let names: Vec<(String, String)> =
                modules.iter().map(|module| (format!("points_{who}_{}", module.id), format!("words_{who}_{}", module.id))).collect();
            for ((points, words), known) in names.iter().zip(&person.points) {
                if let Some((stored, note)) = known.as_ref().filter(|_| !filled.form.0.iter().any(|(name, _)| name == points)) {
                    filled.form.set(points, stored.to_string());
                    filled.form.set(words, note.clone());
                }
            }
            let wrong = names.iter().any(|(points, words)| filled.errors.of(points).is_some() || filled.errors.of(words).is_some());
            let fields: Vec<AnyView> = modules
                .iter()
                .zip(&names)
                .zip(&person.points)
                .map(|((module, (points, words)), known)| {
                    let seen = known.as_ref().map(|(points, _)| points.to_string()).unwrap_or_default();
                    view! {
                        {hidden(&format!("seen_{who}_{}", module.id), seen)}
                        <div class="pair">
                            {Field::number(&filled, points, format!("{} — {} — {}", person.name, module.title, t!(l, training.points))).optional().view(l)}
                            {Field::line(&filled, words, t!(l, training.points_words)).optional().view(l)}
                        </div>
                    }
                    .into_any()
                })
                .collect();
            view! { <details open=wrong><summary dir="auto">{format!("{} · {}", person.name, person.reference)}</summary>{fields}</details> }.into_any()
        })
        .collect();
    view! {
        <h2>{t!(l, training.assess_title)}</h2>
        <p class="hint">{t!(l, training.assess_hint)}</p>
        <form method="post" action=format!("{base}/assess") novalidate>{people}{submit(t!(l, training.assess))}</form>
    }
    .into_any()
}
