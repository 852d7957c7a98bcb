//! Who signed up for a cohort, as the desk works through them.

use leptos::prelude::*;

use crate::courses::conditions::{self, MOST_POINTS};
use crate::enrolment::types::{DeskCohort, SignedUp};
use crate::rules::{EnrolmentState, Policy};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ui::{Field, Tone, hidden, submit, tag};
use ground::{days, t};
use people::accounts::phone_shown;
use people::place::Places;

/// Several are accepted at once; whoever was looked at is ticked in the list below, by the form's name.
pub(crate) fn screen_many(ctx: &Ctx, view: &DeskCohort) -> Option<AnyView> {
    let l = ctx.l;
    let waiting = view.rows.iter().filter(|row| row.state == EnrolmentState::Submitted).count();
    let action = ctx.link(&format!("/desk/training/cohorts/{}", view.cohort.id));
    (waiting > 1).then(|| {
        view! {
            <form method="post" action=format!("{action}/screen-many") id="screen-many" class="actions">
                <p class="hint">{t!(l, training.screen_pick)}</p>
                {submit(t!(l, training.screen_many))}
            </form>
        }
        .into_any()
    })
}

/// One of them: what they said, and what can be done.
pub(crate) fn line(ctx: &Ctx, view: &DeskCohort, row: &SignedUp, filled: &Filled, places: &Places) -> AnyView {
    let l = ctx.l;
    let screening = screening(ctx, row, filled);
    let proposed = view.proposed.contains(&row.family).then(|| view! { <p class="small">{t!(l, training.was_proposed)}</p> });
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
    let phone = row.phone.as_ref().map(|phone| {
        view! { <a href=format!("tel:{phone}")><bdi>{phone_shown(phone)}</bdi></a>" · " }
    });
    let name = pick.is_none().then(|| view! { <strong dir="auto">{position}{row.name.clone()}</strong> });
    view! {
        <li class="row">
            <div>
                {pick}
                {name}
                <p class="small">
                    {family(ctx, row)}" · "{phone}{places.name(l, &row.municipality)}" · "<bdi>{row.reference.clone()}</bdi>" · "
                    {days::moment(l, row.applied_at)}
                </p>
                {proposed}
                {words}
                {answers(view, row)}
                {reason}
                {points(ctx, view, row, filled)}
                {screening}
                {refusal(ctx, view, row, filled)}
                {again(ctx, row, filled)}
            </div>
            {tag(Tone::Plain, row.state.word(l))}
        </li>
    }
    .into_any()
}

/// The family, with the way to its file for who works on it.
fn family(ctx: &Ctx, row: &SignedUp) -> AnyView {
    let name = row.family_name.clone();
    if row.file && !name.is_empty() {
        view! { <a href=ctx.link(&format!("/desk/families/{}", row.family)) dir="auto">{name}</a> }.into_any()
    } else {
        view! { <span dir="auto">{name}</span> }.into_any()
    }
}

/// Nobody decides about their own family.
fn foreign(ctx: &Ctx, row: &SignedUp) -> bool {
    Some(row.applicant) != ctx.actor.id()
}

/// A form with words, folded away until it is wanted or wrong.
fn with_words(ctx: &Ctx, row: &SignedUp, filled: &Filled, code: &'static str, verb: String, label: String) -> AnyView {
    let l = ctx.l;
    let name = format!("{code}_words_{}", row.id);
    let wrong = filled.errors.of(&name).is_some() && filled.act == Some(code);
    view! {
        <details open=wrong>
            <summary>{verb.clone()}</summary>
            <form method="post" action=ctx.link(&format!("/desk/training/enrolments/{}/{code}", row.id)) novalidate>
                {hidden("cohort", row.cohort.to_string())}
                {Field::lines(filled, &name, label, 2).view(l)}
                {submit(verb)}
            </form>
        </details>
    }
    .into_any()
}

fn refuse(ctx: &Ctx, row: &SignedUp, filled: &Filled) -> AnyView {
    with_words(ctx, row, filled, "refuse", t!(ctx.l, training.refuse), t!(ctx.l, training.refuse_words))
}

/// Who was not looked at yet is accepted, sent back or refused.
fn screening(ctx: &Ctx, row: &SignedUp, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if row.state != EnrolmentState::Submitted || !foreign(ctx, row) {
        return None;
    }
    let forms = view! {
        <div class="actions">
            <form method="post" action=ctx.link(&format!("/desk/training/enrolments/{}/screen", row.id))>
                {hidden("cohort", row.cohort.to_string())}{submit(t!(l, training.screen))}
            </form>
            {with_words(ctx, row, filled, "return", t!(l, training.send_back), t!(l, training.send_back_words))}
            {refuse(ctx, row, filled)}
        </div>
    };
    Some(forms.into_any())
}

/// What cannot be put right any more is refused, as long as no committee has it before it.
fn refusal(ctx: &Ctx, view: &DeskCohort, row: &SignedUp, filled: &Filled) -> Option<AnyView> {
    let seen = matches!(row.state, EnrolmentState::Returned | EnrolmentState::Screened);
    (seen && foreign(ctx, row) && view.sitting.is_none()).then(|| refuse(ctx, row, filled))
}

/// Another turn for who had one.
fn again(ctx: &Ctx, row: &SignedUp, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if !matches!(row.state, EnrolmentState::Completed | EnrolmentState::Certified) || !foreign(ctx, row) {
        return None;
    }
    Some(if row.may_repeat {
        view! { <p class="small">{t!(l, training.may_repeat)}</p> }.into_any()
    } else {
        with_words(ctx, row, filled, "again", t!(l, training.allow_again), t!(l, training.allow_again_words))
    })
}

/// What somebody answered to the organiser's questions.
fn answers(view: &DeskCohort, row: &SignedUp) -> Option<AnyView> {
    let answers: Vec<AnyView> = view
        .questions
        .iter()
        .filter_map(|question| view.answers.get(&(row.id, question.id)).map(|answer| (question, answer)))
        .map(|(question, answer)| {
            let said = match answer.file {
                Some(media) => view! { <a href=format!("/media/private/{media}") dir="auto">{answer.words.clone()}</a> }.into_any(),
                None => view! { <strong dir="auto">{answer.words.clone()}</strong> }.into_any(),
            };
            view! { <li><span dir="auto">{question.words.clone()}</span>" "{said}</li> }.into_any()
        })
        .collect();
    (!answers.is_empty()).then(|| view! { <ul class="small">{answers}</ul> }.into_any())
}

/// Points of somebody: given until the order is published, read afterwards.
fn points(ctx: &Ctx, view: &DeskCohort, row: &SignedUp, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if view.cohort.policy != Policy::Score {
        return None;
    }
    let total = conditions::total(&view.conditions, &view.points, row.id);
    let sum = match total {
        Some(total) => t!(l, training.points_total, n = total, count = view.conditions.most_points()),
        None => t!(l, training.points_missing),
    };
    let open = matches!(row.state, EnrolmentState::Submitted | EnrolmentState::Screened | EnrolmentState::Nominated);
    if !open || !foreign(ctx, row) {
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
                known.form.set(&field, view.points.get(&(row.id, criterion.id)).map(i64::to_string).unwrap_or_default());
            }
            Field::number(&known, &field, format!("\u{2068}{}\u{2069} (× {})", criterion.title, criterion.weight)).view(l)
        })
        .collect();
    let wrong = filled.errors.0.iter().any(|(field, _)| field.starts_with(&format!("points_{}_", row.id)));
    Some(
        view! {
            <details open=wrong>
                <summary>{sum}</summary>
                <form method="post" action=ctx.link(&format!("/desk/training/enrolments/{}/points", row.id)) novalidate>
                    {hidden("cohort", row.cohort.to_string())}
                    <p class="hint">{t!(l, training.criteria_words, most = MOST_POINTS)}</p>
                    {fields}
                    {submit(t!(l, training.give_points))}
                </form>
            </details>
        }
        .into_any(),
    )
}
