//! A cohort at the desk with who signed up, and a cohort that is proposed to a family.

use leptos::prelude::*;

use crate::courses::pages::{draw_time, drawn, quotas};
use crate::enrolment::pages::signed_up;
use crate::enrolment::types::DeskCohort;
use crate::rules::{CohortState, EnrolmentState, Policy};
use crate::types::{Cohort, Course};
use crate::words::{cohort_tone, named, window};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::ids::FamilyId;
use ground::money::plain;
use ground::texts::Locale;
use ground::ui::{Field, Page, bars, error_summary, fact, facts, filter_select, select, submit, tag};
use ground::{days, t};
use people::crafts::Crafts;
use people::place::Places;

/// One cohort: what can be done now, and who signed up.
pub fn desk_cohort(
    ctx: &Ctx,
    view: &DeskCohort,
    (query, everyone): (&Form, usize),
    filled: &Filled,
    places: &Places,
    crafts: &Crafts,
) -> Page {
    let l = ctx.l;
    let DeskCohort { course, cohort, rows, counts, .. } = view;
    let heading = named(l, course, cohort);
    let states: Vec<(String, i64)> = EnrolmentState::ALL
        .iter()
        .filter_map(|state| counts.get(state).map(|n| (state.word(l), i64::try_from(*n).unwrap_or(i64::MAX))))
        .collect();
    let chart = (!states.is_empty()).then(|| bars(t!(l, training.by_state), &states));
    let lines: Vec<AnyView> = rows.iter().map(|row| signed_up::line(ctx, view, row, filled, places)).collect();
    let list = if everyone > 0 && lines.is_empty() {
        view! { <p class="hint">{t!(l, training.nobody_found)}</p> }.into_any()
    } else if lines.is_empty() {
        view! { <p class="hint">{t!(l, training.nobody)}</p> }.into_any()
    } else {
        view! { {signed_up::screen_many(ctx, view)}<ul class="rows">{lines}</ul> }.into_any()
    };
    let sitting =
        view.sitting.filter(|_| cohort.state != CohortState::Open && (view.reached || ctx.actor.holds(&[Role::Auditor]))).map(|sitting| {
            view! { <p><a href=ctx.link(&format!("/committee/{}", sitting.id))>{t!(l, training.to_sitting)}</a></p> }
        });
    let body = view! {
        <div class="desk">
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid">
                <div><h2>{t!(l, training.who_signed_up)}</h2>{look_for(ctx, view, (everyone > 0).then_some(query))}{list}</div>
                <aside>
                    {facts(standing(l, view, places, crafts))}
                    {sitting}
                    {view.reached.then(|| links(ctx, view))}
                    {view.reached.then(|| doings(ctx, view, filled))}
                    {view.reached.then(|| cost(ctx, view, filled))}
                    {chart}
                </aside>
            </div>
        </div>
    };
    Page::new(heading, body)
}

/// Who is looked for among those who signed up, and all of them as a workbook.
fn look_for(ctx: &Ctx, view: &DeskCohort, query: Option<&Form>) -> AnyView {
    let l = ctx.l;
    let there = EnrolmentState::ALL.iter().filter(|state| view.counts.contains_key(state));
    let states: Vec<(String, String)> = there.map(|state| (state.code().to_owned(), state.word(l))).collect();
    let path = ctx.link(&format!("/desk/training/cohorts/{}", view.cohort.id));
    let form = query.map(|query| {
        let filled = Filled::from(query.clone());
        view! {
            <form class="filters" action=path.clone()>
                {Field::line(&filled, "q", t!(l, training.look_for)).optional().view(l)}
                {filter_select(l, &filled, "state", t!(l, common.status), &states)}
                <button class="button" type="submit">{t!(l, training.figures_show)}</button>
            </form>
        }
    });
    view! {
        {form}
        <p class="actions"><a class="button quiet" href=format!("{path}/people.xlsx")>{t!(l, training.roll_xlsx)}</a></p>
    }
    .into_any()
}

/// Where the cohort stands, and how its seats are given.
fn standing(l: Locale, view: &DeskCohort, places: &Places, crafts: &Crafts) -> Vec<(String, AnyView)> {
    let DeskCohort { cohort, conditions, .. } = view;
    let text = |text: String| view! { <span>{text}</span> }.into_any();
    let mut rows = vec![
        (t!(l, common.status), tag(cohort_tone(cohort.state), cohort.state.word(l))),
        (t!(l, training.window), text(window(l, &cohort.window))),
        (t!(l, training.seats), text(cohort.capacity.to_string())),
        (t!(l, training.how), text(cohort.policy.word(l))),
    ];
    rows.extend(draw_time(l, cohort));
    rows.extend((!view.draws.is_empty()).then(|| (t!(l, training.draws), drawn(l, &view.draws))));
    rows.extend(fact(t!(l, training.quota), &quotas(l, cohort, conditions, places, crafts)));
    rows.extend(fact(t!(l, training.who_may), &conditions.terms.words(l, places, crafts).join(" ")));
    rows
}

/// The ways to what else is planned of the cohort.
fn links(ctx: &Ctx, view: &DeskCohort) -> AnyView {
    let l = ctx.l;
    let (course, cohort) = (view.course.id, view.cohort.id);
    let link = |path: &str, word: String| view! { <li><a href=ctx.link(&format!("/desk/training/{path}"))>{word}</a></li> }.into_any();
    view! {
        <ul class="plain">
            {link(&format!("courses/{course}/cohorts/{cohort}"), t!(l, common.change))}
            {link(&format!("courses/{course}/cohorts/new?from={cohort}"), t!(l, training.next_cohort))}
            {link(&format!("cohorts/{cohort}/lessons"), t!(l, training.lessons))}
            {link(&format!("cohorts/{cohort}/room"), t!(l, training.room))}
            {link(&format!("cohorts/{cohort}/progress"), t!(l, training.progress))}
            {link(&format!("cohorts/{cohort}/certificates"), t!(l, training.certificates))}
        </ul>
    }
    .into_any()
}

/// The way to the sitting, or the form that calls it.
fn committee(ctx: &Ctx, view: &DeskCohort, filled: &Filled, action: &str) -> AnyView {
    let l = ctx.l;
    if let Some(sitting) = view.sitting {
        let path = ctx.link(&format!("/committee/{}", sitting.id));
        return view! { <p><a class="button quiet" href=path>{t!(l, training.to_sitting)}</a>" "{sitting.state.word(l)}</p> }.into_any();
    }
    view! {
        <form method="post" action=format!("{action}/call") novalidate>
            <h2>{t!(l, training.call_committee)}</h2>
            <p class="hint">{t!(l, training.call_hint)}</p>
            {Field::date(filled, "held_on", t!(l, training.held_on)).view(l)}
            {Field::line(filled, "sitting_venue", t!(l, training.sitting_venue)).view(l)}
            {Field::lines(filled, "agenda", t!(l, training.agenda), 3).optional().view(l)}
            {submit(t!(l, training.call_committee))}
        </form>
    }
    .into_any()
}

/// What can be done with the cohort now.
fn doings(ctx: &Ctx, view: &DeskCohort, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let cohort = &view.cohort;
    let action = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
    let button = |code: &'static str, verb: String, hint: String| {
        view! { <form method="post" action=format!("{action}/{code}")><p class="hint">{hint}</p>{submit(verb)}</form> }.into_any()
    };
    let mut forms = Vec::new();
    match cohort.state {
        CohortState::Planned => forms.push(button("publish", t!(l, training.publish), t!(l, training.publish_hint))),
        CohortState::Open => {
            if cohort.window_open(days::day_in_tripoli(ctx.now)) {
                forms.push(button("close", t!(l, training.close_now), t!(l, training.close_hint)));
            }
            let over = cohort.window.over(days::day_in_tripoli(ctx.now));
            if cohort.policy == Policy::Committee {
                if over {
                    forms.push(committee(ctx, view, filled, &action));
                }
            } else {
                let some = |state: EnrolmentState| view.counts.get(&state).is_some_and(|n| *n > 0);
                let ordered = some(EnrolmentState::Nominated);
                if cohort.policy == Policy::Lottery {
                    forms.extend(lots(ctx, view, filled, &action));
                    // What was drawn holds; only who came back among the others has no place yet.
                    if ordered && some(EnrolmentState::Screened) {
                        forms.push(button("order", t!(l, training.order_again), t!(l, training.order_same_lots)));
                    }
                } else {
                    let verb = if ordered { t!(l, training.order_again) } else { t!(l, training.order_verb) };
                    forms.push(button("order", verb, t!(l, training.order_hint)));
                }
                if ordered {
                    forms.push(button("announce", t!(l, training.announce), t!(l, training.announce_hint)));
                }
            }
        }
        _ => {}
    }
    if matches!(cohort.state, CohortState::Planned | CohortState::Open | CohortState::Closed | CohortState::Running) {
        let open = filled.errors.of("cancel_words").is_some();
        forms.push(
            view! {
                <details open=open>
                    <summary>{t!(l, training.cancel)}</summary>
                    <form method="post" action=format!("{action}/cancel") novalidate>
                        {Field::lines(filled, "cancel_words", t!(l, training.cancel_words), 3).view(l)}
                        {submit(t!(l, training.cancel))}
                    </form>
                </details>
            }
            .into_any(),
        );
    }
    view! { <div class="doings">{forms}</div> }.into_any()
}

/// Lots: when they are drawn, the drawing itself once its time has come, and another one with its reason.
fn lots(ctx: &Ctx, view: &DeskCohort, filled: &Filled, action: &str) -> Vec<AnyView> {
    let l = ctx.l;
    let cohort = &view.cohort;
    if !view.draws.is_empty() {
        let again = view! {
            <details open=filled.errors.of("draw_words").is_some()>
                <summary>{t!(l, training.draw_again)}</summary>
                <form method="post" action=format!("{action}/draw-again") novalidate>
                    {Field::lines(filled, "draw_words", t!(l, training.draw_words), 3).hint(t!(l, training.draw_again_hint)).view(l)}
                    <button class="button quiet" type="submit">{t!(l, training.draw_again)}</button>
                </form>
            </details>
        };
        return vec![again.into_any()];
    }
    let due = cohort.draw_at.is_some_and(|at| at <= ctx.now);
    let draw = due.then(|| {
        view! {
            <form method="post" action=format!("{action}/order")>
                <p class="hint">{t!(l, training.order_hint)}</p>
                {submit(t!(l, training.draw_verb))}
            </form>
        }
        .into_any()
    });
    let mut known = filled.clone();
    if let Some(at) = cohort.draw_at.filter(|_| filled.form.get("draw_on").is_empty()) {
        let at = days::tripoli(at);
        known.form.set("draw_on", at.date_naive().to_string());
        known.form.set("draw_time", days::clock(at.time()));
    }
    let open = cohort.draw_at.is_none() || filled.errors.of("draw_on").is_some() || filled.errors.of("draw_time").is_some();
    let announced = view! {
        <details open=open>
            <summary>{if cohort.draw_at.is_some() { t!(l, training.draw_move) } else { t!(l, training.draw_announce) }}</summary>
            <form method="post" action=format!("{action}/draw") novalidate>
                {Field::date(&known, "draw_on", t!(l, training.draw_on)).hint(t!(l, training.draw_hint)).view(l)}
                {Field::time(&known, "draw_time", t!(l, training.draw_time)).view(l)}
                {submit(t!(l, training.draw_announce))}
            </form>
        </details>
    };
    draw.into_iter().chain([announced.into_any()]).collect()
}

/// What the cohort cost in all.
fn cost(ctx: &Ctx, view: &DeskCohort, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let mut known = filled.clone();
    if let Some(spent) = view.spent.filter(|_| known.form.get("spent").is_empty()) {
        known.form.set("spent", plain(spent));
    }
    view! {
        <details open=filled.errors.of("spent").is_some()>
            <summary>{t!(l, training.cost)}</summary>
            <form method="post" action=ctx.link(&format!("/desk/training/cohorts/{}/cost", view.cohort.id)) novalidate>
                {Field::money(l, &known, "spent", t!(l, training.spent)).hint(t!(l, training.spent_hint)).view(l)}
                {submit(t!(l, common.save))}
            </form>
        </details>
    }
    .into_any()
}

/// A cohort that an officer proposes to a family.
pub fn propose(ctx: &Ctx, name: &str, family: FamilyId, open: &[(Course, Cohort)], filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.propose);
    let options: Vec<(String, String)> = open.iter().map(|(course, cohort)| (cohort.id.to_string(), named(l, course, cohort))).collect();
    let form = if options.is_empty() {
        view! { <p class="hint">{t!(l, training.propose_none)}</p> }.into_any()
    } else {
        view! {
            <form method="post" novalidate>
                {select(l, filled, "cohort", t!(l, training.propose_which), None, &options)}
                {Field::lines(filled, "words", t!(l, training.propose_why), 3).hint(t!(l, training.propose_hint)).view(l)}
                {submit(t!(l, training.propose))}
            </form>
        }
        .into_any()
    };
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link(&format!("/desk/families/{family}")) dir="auto">{name.to_owned()}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {form}
        </div>
    };
    Page::new(heading, body)
}
