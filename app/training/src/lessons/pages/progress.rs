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
use ground::ui::{Asks, Page, Tone, empty, error_summary, hidden, submit, tag, wrong_in};

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
    let base = ctx.link(&format!("/desk/training/cohorts/{}/progress", cohort.id));
    let assess = running && assessed && !modules.is_empty();
    let rows: Vec<AnyView> = people.iter().map(|person| grades(l, cohort, modules, person, assess.then_some(filled))).collect();
    let table = if rows.is_empty() {
        empty(t!(l, training.trainees_none), String::new(), None)
    } else {
        let points: Vec<AnyView> = modules
            .iter()
            .filter(|_| assessed)
            .map(|module| view! { <th scope="col" dir="auto">{module.title.clone()}</th> }.into_any())
            .collect();
        let table = view! {
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, training.progress)>
                <table class="grades wide">
                    <thead><tr><th scope="col">{t!(l, training.trainee)}</th><th scope="col">{t!(l, training.share)}</th>{points}<th scope="col">{t!(l, training.result)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any();
        if assess { assessment(l, table, &base) } else { table }
    };
    let finish = (running && plans).then(|| {
        view! {
            <form method="post" action=format!("{base}/finish") class="apart">
                <p class="hint">{t!(l, training.finish_hint)}</p>
                {submit(t!(l, training.finish))}
            </form>
        }
    });
    let body = view! {
        <div class="desk">
            <p><a href=back(ctx, cohort.id)>{named(l, course, cohort)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{t!(l, training.progress_lead)}" "{completes(l, cohort.completion)}</p>
            {table}
            {finish}
        </div>
    };
    Page::new(heading, body)
}

/// What is known of one person so far, to be filled in while the cohort runs. A result is said once everything is noted, not while lessons
/// are still to come.
fn grades(l: Locale, cohort: &Cohort, modules: &[Module], person: &Progress, filled: Option<&Filled>) -> AnyView {
    let noted = person.marks.iter().flatten().count();
    let attended = person.marks.iter().flatten().filter(|mark| mark.counts()).count();
    let said = |points: &Option<(i64, String)>| points.as_ref().map_or("–".to_owned(), |(points, _)| points.to_string());
    let points: Vec<AnyView> = person
        .points
        .iter()
        .zip(modules)
        .filter(|_| cohort.completion.assessed)
        .map(|(points, module)| match filled {
            Some(filled) => cell(l, filled, person, module, points.as_ref()),
            None => view! { <td class="number">{said(points)}</td> }.into_any(),
        })
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

/// Points of somebody in a module, with a note to them.
fn cell(l: Locale, filled: &Filled, person: &Progress, module: &Module, known: Option<&(i64, String)>) -> AnyView {
    let (points, words) = (format!("points_{}_{}", person.id, module.id), format!("words_{}_{}", person.id, module.id));
    let (stored, note) = known.map(|(points, words)| (points.to_string(), words.clone())).unwrap_or_default();
    // What was typed stands there again, emptied fields as well.
    let sent = filled.form.0.iter().any(|(name, _)| *name == points);
    let (typed, said) =
        if sent { (filled.form.get(&points).to_owned(), filled.form.get(&words).to_owned()) } else { (stored.clone(), note) };
    let of = format!("{} — {}", person.name, module.title);
    let (label, label_of_words) = (format!("{of} — {}", t!(l, training.points)), format!("{of} — {}", t!(l, training.points_words)));
    let wrong = wrong_in(l, filled, &points, &label, Asks::Words);
    let wrong_words = wrong_in(l, filled, &words, &label_of_words, Asks::Words);
    let invalid = |wrong: &Option<String>| wrong.is_some().then_some("true");
    let (of_points, of_words) = (invalid(&wrong), invalid(&wrong_words));
    let open = wrong_words.is_some();
    let problem = |wrong: Option<String>| wrong.map(|wrong| view! { <p class="problem">{wrong}</p> });
    view! {
        <td class="points">
            {hidden(&format!("seen_{}_{}", person.id, module.id), stored)}
            {problem(wrong)}
            <input id=format!("f-{points}") name=points.clone() type="text" inputmode="numeric" dir="ltr" size="2" autocomplete="off"
                value=typed aria-label=label aria-invalid=of_points/>
            <details open=open>
                <summary class="small">{if said.is_empty() { t!(l, training.points_words) } else { said.clone() }}</summary>
                {problem(wrong_words)}
                <input id=format!("f-{words}") name=words.clone() type="text" dir="auto" autocomplete="off" value=said
                    aria-label=label_of_words aria-invalid=of_words/>
            </details>
        </td>
    }
    .into_any()
}

/// The table as one form.
fn assessment(l: Locale, table: AnyView, base: &str) -> AnyView {
    view! {
        <h2>{t!(l, training.assess_title)}</h2>
        <p class="hint">{t!(l, training.assess_hint)}</p>
        <form method="post" action=format!("{base}/assess") class="on-paper" novalidate>{table}<div class="actions">{submit(t!(l, training.assess))}</div></form>
    }
    .into_any()
}
