//! Who signed up for a cohort, as the desk works through them.

use leptos::prelude::*;

use crate::courses::conditions::{self, MOST_POINTS};
use crate::enrolment::reads::DeskCohort;
use crate::entity::{criterion, enrolment};
use crate::rules::{EnrolmentState, Policy};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ui::{Field, Tone, hidden, submit, tag};
use ground::{days, t};
use people::place::Places;

/// Several are accepted at once; whoever was looked at is ticked in the list below, by the form's name.
pub(crate) fn screen_many(ctx: &Ctx, view: &DeskCohort) -> Option<AnyView> {
    let l = ctx.l;
    let waiting = view.rows.iter().filter(|(row, _)| row.state == EnrolmentState::Submitted).count();
    let action = ctx.link(&format!("/desk/training/cohorts/{}", view.cohort.id));
    (waiting > 1).then(|| {
        view! {
            <form method="post" action=action id="screen-many" class="actions">
                {hidden("do", "screen_many".to_owned())}
                <p class="hint">{t!(l, training.screen_pick)}</p>
                {submit(t!(l, training.screen_many))}
            </form>
        }
        .into_any()
    })
}

/// One of them: what they said, and what can be done.
pub(crate) fn line(ctx: &Ctx, view: &DeskCohort, row: &enrolment::Model, family: &str, filled: &Filled, places: &Places) -> AnyView {
    let l = ctx.l;
    let action = ctx.link(&format!("/desk/training/enrolments/{}", row.id));
    let cohort = row.cohort_id.to_string();
    let foreign = Some(row.applicant_id) != ctx.actor.id();
    let name = format!("words_{}", row.id);
    let wrong = |code: &str| filled.errors.of(&name).is_some() && filled.form.get("do") == code;
    let with_words = |code: &'static str, verb: String, label: String| {
        view! {
            <details open=wrong(code)>
                <summary>{verb.clone()}</summary>
                <form method="post" action=action.clone() novalidate>
                    {hidden("do", code.to_owned())}
                    {hidden("cohort", cohort.clone())}
                    {Field::lines(filled, &name, label, 2).view(l)}
                    {submit(verb)}
                </form>
            </details>
        }
        .into_any()
    };
    let screening = (row.state == EnrolmentState::Submitted && foreign).then(|| {
        view! {
            <div class="actions">
                <form method="post" action=action.clone()>
                    {hidden("do", "screen".to_owned())}{hidden("cohort", cohort.clone())}{submit(t!(l, training.screen))}
                </form>
                {with_words("return", t!(l, training.send_back), t!(l, training.send_back_words))}
                {with_words("refuse", t!(l, training.refuse), t!(l, training.refuse_words))}
            </div>
        }
    });
    // What cannot be put right any more, and another turn for who had one.
    let refusal = (matches!(row.state, EnrolmentState::Returned | EnrolmentState::Screened) && foreign && view.sitting.is_none())
        .then(|| with_words("refuse", t!(l, training.refuse), t!(l, training.refuse_words)));
    let again = (matches!(row.state, EnrolmentState::Completed | EnrolmentState::Certified) && foreign).then(|| {
        if row.repeatable == 0 {
            with_words("again", t!(l, training.allow_again), t!(l, training.allow_again_words))
        } else {
            view! { <p class="small">{t!(l, training.may_repeat)}</p> }.into_any()
        }
    });
    let answers: Vec<AnyView> = view
        .questions
        .iter()
        .filter_map(|question| view.answers.get(&(row.id, question.id)).map(|answer| (question, answer)))
        .map(|(question, answer)| {
            let said = match answer.media_id {
                Some(media) => view! { <a href=format!("/media/private/{media}") dir="auto">{answer.answer.clone()}</a> }.into_any(),
                None => view! { <strong dir="auto">{answer.answer.clone()}</strong> }.into_any(),
            };
            view! { <li><span dir="auto">{question.words.clone()}</span>" "{said}</li> }.into_any()
        })
        .collect();
    let answers = (!answers.is_empty()).then(|| view! { <ul class="small">{answers}</ul> });
    let proposed = view.proposed.contains(&row.family_id).then(|| view! { <p class="small">{t!(l, training.was_proposed)}</p> });
    let position = row.position.map(|n| format!("{n}. ")).unwrap_or_default();
    let words = (!row.words.is_empty()).then(|| view! { <p class="lines small" dir="auto">{row.words.clone()}</p> });
    let reason = (!row.reason.is_empty()).then(|| view! { <p class="lines small" dir="auto">{row.reason.clone()}</p> });
    let pick = screening.is_some().then(|| {
        let id = format!("pick-{}", row.id);
        view! {
            <div class="box">
                <input type="checkbox" form="screen-many" id=id.clone() name="enrolment" value=row.id.to_string() checked=filled.form.has("enrolment", &row.id.to_string())/>
                <label for=id><span dir="auto">{row.name.clone()}</span></label>
            </div>
        }
    });
    let name = pick.is_none().then(|| view! { <strong dir="auto">{position}{row.name.clone()}</strong> });
    view! {
        <li class="row">
            <div>
                {pick}
                {name}
                <p class="small">
                    <span dir="auto">{family.to_owned()}</span>" · "{places.name(l, &row.municipality_code)}" · "<bdi>{row.reference.clone()}</bdi>" · "
                    {days::moment(l, row.applied_at)}
                </p>
                {proposed}
                {words}
                {answers}
                {reason}
                {points(ctx, view, row, filled)}
                {screening}
                {refusal}
                {again}
            </div>
            {tag(Tone::Plain, row.state.word(l))}
        </li>
    }
    .into_any()
}

/// Points of somebody: given until the order is published, read afterwards.
fn points(ctx: &Ctx, view: &DeskCohort, row: &enrolment::Model, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if view.cohort.policy != Policy::Score {
        return None;
    }
    let total = conditions::total(&view.conditions, &view.points, row.id);
    let sum = match total {
        Some(total) => t!(l, training.points_total, n = total, most = view.conditions.most_points()),
        None => t!(l, training.points_missing),
    };
    let given = |row: &enrolment::Model, criterion: &criterion::Model| {
        view.points.iter().find(|given| given.enrolment_id == row.id && given.criterion_id == criterion.id).map(|given| given.points)
    };
    let open = matches!(row.state, EnrolmentState::Submitted | EnrolmentState::Screened | EnrolmentState::Nominated);
    if !open || Some(row.applicant_id) == ctx.actor.id() {
        return Some(view! { <p class="small">{sum}</p> }.into_any());
    }
    let mut known = filled.clone();
    let fields: Vec<AnyView> = view
        .conditions
        .criteria
        .iter()
        .map(|criterion| {
            let field = format!("points_{}_{}", row.id, criterion.id);
            if known.form.get(&field).is_empty() {
                known.form.set(&field, given(row, criterion).map(|points| points.to_string()).unwrap_or_default());
            }
            Field::number(&known, &field, format!("\u{2068}{}\u{2069} (× {})", criterion.title, criterion.weight)).view(l)
        })
        .collect();
    let wrong = filled.errors.0.iter().any(|(field, _)| field.starts_with(&format!("points_{}_", row.id)));
    Some(
        view! {
            <details open=wrong>
                <summary>{sum}</summary>
                <form method="post" action=ctx.link(&format!("/desk/training/enrolments/{}", row.id)) novalidate>
                    {hidden("do", "points".to_owned())}
                    {hidden("cohort", row.cohort_id.to_string())}
                    <p class="hint">{t!(l, training.criteria_words, most = MOST_POINTS)}</p>
                    {fields}
                    {submit(t!(l, training.give_points))}
                </form>
            </details>
        }
        .into_any(),
    )
}
