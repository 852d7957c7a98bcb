//! A family's own application: where it stands, and what is ahead of it.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::applications::pages::mine::{Beside, needs_of, stands};
use crate::applications::rules::{Section, may_confirm, may_take_up, may_withdraw, standing};
use crate::applications::types::Whole;
use crate::days::pages::own::own_account;
use crate::days::rules::Count;
use crate::overview::types::Outlook;
use crate::plan::types::When;
use crate::preparation::pages::checklist::checklist;
use crate::record::pages::feedback::of_family;
use crate::record::rules::open_to;
use crate::rules::application::ApplicationState;
use crate::selection::pages::objection::told;
use crate::selection::rules::{last_day, may_object};
use crate::words::{at, days, name};
use cases::casework::{Objected, object_form, objected};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::texts::Locale;
use ground::ui::{Page, Tone, error_summary, fact, facts, notice, submit, tag};
use ground::{days, t, texts};

/// Why it was decided as it was; who waits is told what that means.
fn decided(ctx: &Ctx, whole: &Whole) -> Option<AnyView> {
    let (l, row) = (ctx.l, &whole.application);
    let words = match (standing(&whole.fair, row.state, day_in_tripoli(ctx.now)), row.position) {
        _ if row.reason.is_empty() => return None,
        (ApplicationState::Waitlisted, Some(n)) => t!(l, fairs.waits_because, words = &row.reason, n = n.max(1)),
        _ => row.reason.clone(),
    };
    Some(notice(if row.state == ApplicationState::Refused { Tone::Danger } else { Tone::Plain }, words))
}

/// Whether what was taken back can be sent again, and the way to it.
fn taken_back(ctx: &Ctx, whole: &Whole) -> Option<AnyView> {
    let (l, today, Whole { fair, application: row, .. }) = (ctx.l, day_in_tripoli(ctx.now), whole);
    if row.state != ApplicationState::Withdrawn || When::of(fair, today) == When::Past {
        return None;
    }
    let last = fair.call.map(|(_, last)| last).filter(|_| may_take_up(fair, row.state, today));
    let Some(last) = last else { return Some(notice(Tone::Plain, t!(l, fairs.taken_back_closed))) };
    let action = ctx.link(&format!("/fairs/{}/apply", fair.slug));
    Some(
        view! {
            {notice(Tone::Attention, t!(l, fairs.taken_back_open, day = days::date(l, last)))}
            <form method="post" action=action>{submit(t!(l, fairs.apply_again))}</form>
        }
        .into_any(),
    )
}

/// One application: a list of sections while it is filled in, and where it stands after.
pub fn application(ctx: &Ctx, whole: &Whole, beside: &Beside<'_>, outlook: &Outlook, filled: &Filled) -> Page {
    let l = ctx.l;
    let Whole { fair, application: row, .. } = whole;
    let heading = name(l, fair);
    let draft = row.state == ApplicationState::Draft;
    let tasks = whole.open(day_in_tripoli(ctx.now)).then(|| tasks(ctx, whole));
    let answers = answers(l, whole, beside);
    let asked = open_to(fair, row, day_in_tripoli(ctx.now)).then(|| of_family(l, ctx.link(&format!("/me/fairs/{}", row.id)), filled));
    let answer_by = row.answer_by.filter(|_| row.state == ApplicationState::Accepted);
    let head = [
        fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
        fact(t!(l, fairs.booth), &outlook.booth),
        fact(t!(l, training.when), &days(l, fair.starts_on, fair.ends_on)),
        fact(t!(l, training.place), &at(l, fair, beside.places)),
        fact(t!(l, fairs.answer_by), &answer_by.map(|day| days::date(l, day)).unwrap_or_default()),
    ];
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link("/me/fairs")>{t!(l, fairs.mine)}</a></p>
            {error_summary(l, filled)}
            <h1 dir="auto">{heading.clone()}</h1>
            <p>{stands(ctx, fair, row.state)}</p>
            {decided(ctx, whole)}
            {taken_back(ctx, whole)}
            {facts(head.into_iter().flatten().collect())}
            {guided(ctx, whole)}
            {checklist(ctx, row, &outlook.ready)}
            {own_account(l, &outlook.account, beside.cards)}
            {asked}
            {outlook.came.as_ref().map(|came| told(l, came))}
            {objection(ctx, whole, outlook.objected.as_ref(), filled)}
            {tasks}
            <h2>{if draft { t!(l, fairs.check) } else { t!(l, fairs.sent_answers) }}</h2>
            {answers}
            {doings(ctx, whole, outlook)}
        </div>
    };
    Page::new(heading, body)
}

/// The way to what a family that takes part must know, as long as the fair is ahead.
fn guided(ctx: &Ctx, whole: &Whole) -> Option<AnyView> {
    let Whole { fair, application: row, .. } = whole;
    let ahead = When::of(fair, day_in_tripoli(ctx.now)) != When::Past;
    (ahead && ApplicationState::TAKING_PART.contains(&row.state)).then(|| {
        let path = ctx.link(&format!("/me/fairs/{}/guide", row.id));
        view! { <p><a class="button quiet" href=path>{t!(ctx.l, fairs.own_guide)}</a></p> }.into_any()
    })
}

/// What was objected, or the form for it as long as its days last.
fn objection(ctx: &Ctx, whole: &Whole, made: Option<&Objected>, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if let Some(made) = made {
        let case = ctx.link(&format!("/me/cases/{}", made.case));
        return Some(view! { <section><h2>{t!(l, casework.your_objection)}</h2>{objected(l, made, Some(case))}</section> }.into_any());
    }
    let may = may_object(&whole.fair, whole.application.state, day_in_tripoli(ctx.now));
    let last = last_day(&whole.fair).filter(|_| may)?;
    Some(object_form(l, filled, "objection", ctx.link(&format!("/me/fairs/{}/objection", whole.application.id)), last))
}

fn tasks(ctx: &Ctx, whole: &Whole) -> AnyView {
    let l = ctx.l;
    let rows: Vec<AnyView> = Section::ALL
        .into_iter()
        .map(|section| {
            let path = ctx.link(&format!("/me/fairs/{}/{}", whole.application.id, section.code()));
            let state = if whole.done(section) { tag(Tone::Good, t!(l, fairs.filled)) } else { tag(Tone::Attention, t!(l, fairs.to_fill)) };
            view! { <li class="row"><a href=path>{section.word(l)}</a>{state}</li> }.into_any()
        })
        .collect();
    view! { <ol class="rows">{rows}</ol> }.into_any()
}

/// What was said, to be checked before it is sent.
fn answers(l: Locale, whole: &Whole, beside: &Beside<'_>) -> AnyView {
    let row = &whole.application;
    let shown: Vec<String> = beside
        .cards
        .iter()
        .filter(|card| whole.products.contains(&card.id))
        .map(|card| texts::pick(l, &card.title_ar, &card.title_en).to_owned())
        .collect();
    let people: Vec<&str> = whole.people.iter().map(|person| person.name.as_str()).collect();
    let needs = &row.needs;
    let said = |value: String| if row.needs_said { value } else { String::new() };
    let rows = [
        fact(t!(l, fairs.section_products), &shown.join("، ")),
        fact(t!(l, fairs.section_people), &people.join("، ")),
        fact(t!(l, fairs.stand_kind), &said(needs.size.word(l))),
        fact(t!(l, fairs.day_part), &said(needs.part.word(l))),
        fact(t!(l, fairs.section_needs), &needs_of(l, needs)),
        fact(t!(l, fairs.lodging), &said(if needs.lodging > 0 { needs.lodging.to_string() } else { String::new() })),
        fact(t!(l, fairs.passport), &needs.passport_until.map(|day| days::date(l, day)).unwrap_or_default()),
        fact(t!(l, fairs.anything_else), &needs.words),
    ];
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    if rows.is_empty() { view! { <p class="hint">{t!(l, fairs.nothing_yet)}</p> }.into_any() } else { facts(rows) }
}

fn doings(ctx: &Ctx, whole: &Whole, outlook: &Outlook) -> AnyView {
    let l = ctx.l;
    let row = &whole.application;
    let action = ctx.link(&format!("/me/fairs/{}", row.id));
    let today = day_in_tripoli(ctx.now);
    let mut forms: Vec<AnyView> = Vec::new();
    if row.state == ApplicationState::Draft {
        if !whole.open(today) {
            forms.push(notice(Tone::Attention, t!(l, fairs.call_over)));
        } else if Section::ALL.into_iter().all(|section| whole.done(section)) {
            forms.push(
                view! { <form method="post" action=format!("{action}/send")><p class="hint">{t!(l, fairs.send_hint)}</p>{submit(t!(l, fairs.send))}</form> }
                    .into_any(),
            );
        } else {
            forms.push(view! { <p class="hint">{t!(l, fairs.fill_first)}</p> }.into_any());
        }
    }
    if may_confirm(&whole.fair, row, today) {
        forms.push(
            view! { <form method="post" action=format!("{action}/confirm")><p class="hint">{t!(l, fairs.confirm_hint)}</p>{submit(t!(l, fairs.confirm))}</form> }
                .into_any(),
        );
    }
    let brought = outlook.account.goods.iter().any(|line| line.said(Count::Brought) > 0);
    if may_withdraw(&whole.fair, row.state, today) && !brought {
        forms.push(withdrawing(l, whole, today, format!("{action}/withdraw")));
    }
    view! { <div class="doings">{forms}</div> }.into_any()
}

/// The form to take an application back, with what follows from it: whether the place is lost, and until when one may apply again.
fn withdrawing(l: Locale, whole: &Whole, today: NaiveDate, action: String) -> AnyView {
    let state = whole.application.state;
    let last = whole.fair.call.map(|(_, last)| days::date(l, last)).filter(|_| whole.fair.call_open(today));
    let (verb, place) = match state {
        ApplicationState::Draft => (t!(l, fairs.draft_remove), Some(t!(l, fairs.draft_remove_hint))),
        _ if ApplicationState::TAKING_PART.contains(&state) => (t!(l, fairs.withdraw), Some(t!(l, fairs.withdraw_hint))),
        _ => (t!(l, fairs.withdraw), None),
    };
    let again = match last {
        Some(day) => t!(l, fairs.withdraw_again, day = day),
        None => t!(l, fairs.withdraw_final),
    };
    view! {
        <details>
            <summary>{verb.clone()}</summary>
            <form method="post" action=action>
                {place.map(|words| view! { <p class="hint">{words}</p> })}
                <p class="hint">{again}</p>
                <button class="button quiet" type="submit">{verb}</button>
            </form>
        </details>
    }
    .into_any()
}
