//! A family's own application: where it stands, and what is ahead of it.

use leptos::prelude::*;

use crate::applications::pages::mine::{Beside, needs_of};
use crate::applications::rules::{Section, settles_instead};
use crate::applications::types::Whole;
use crate::days::pages::packing::custody;
use crate::days::rules::Count;
use crate::overview::types::Outlook;
use crate::preparation::pages::checklist::checklist;
use crate::record::pages::feedback::of_family;
use crate::record::rules::open_to;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::selection::pages::objection::how;
use crate::selection::rules::{last_day, may_object};
use crate::types::Application;
use crate::words::{at, days, name};
use cases::casework::{Objected, object_form, objected};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::states::States;
use ground::texts::Locale;
use ground::ui::{Page, Tone, error_summary, fact, facts, notice, submit, tag};
use ground::{days, t, texts};

/// Why it was decided as it was; who waits is told what that means.
fn decided(l: Locale, row: &Application) -> Option<AnyView> {
    let words = match (row.state, row.position) {
        _ if row.reason.is_empty() => return None,
        (ApplicationState::Waitlisted, Some(n)) => t!(l, fairs.waits_because, words = &row.reason, n = n.max(1)),
        _ => row.reason.clone(),
    };
    Some(notice(if row.state == ApplicationState::Refused { Tone::Danger } else { Tone::Plain }, words))
}

/// One application: a list of sections while it is filled in, and where it stands after.
pub fn application(ctx: &Ctx, whole: &Whole, beside: &Beside<'_>, outlook: &Outlook, filled: &Filled) -> Page {
    let l = ctx.l;
    let Whole { fair, application: row, .. } = whole;
    let heading = name(l, fair);
    let draft = row.state == ApplicationState::Draft;
    let tasks = draft.then(|| tasks(ctx, whole));
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
            <p>{tag(row.state.tone(), row.state.word(l))}</p>
            {decided(l, row)}
            {facts(head.into_iter().flatten().collect())}
            {checklist(ctx, row, &outlook.ready)}
            {custody(l, &outlook.goods, beside.cards)}
            {asked}
            {outlook.came.as_ref().map(|came| how(l, t!(l, fairs.your_scores), came))}
            {objection(ctx, whole, outlook.objected.as_ref(), filled)}
            {tasks}
            <h2>{if draft { t!(l, fairs.check) } else { t!(l, fairs.sent_answers) }}</h2>
            {answers}
            {doings(ctx, whole, outlook)}
        </div>
    };
    Page::new(heading, body)
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
        fact(t!(l, fairs.booth_kind), &said(needs.size.word(l))),
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
    let open = whole.fair.call_open(day_in_tripoli(ctx.now));
    let mut forms: Vec<AnyView> = Vec::new();
    if row.state == ApplicationState::Draft {
        if !open {
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
    if row.state.can(ApplicationMove::Confirm) {
        forms.push(
            view! { <form method="post" action=format!("{action}/confirm")><p class="hint">{t!(l, fairs.confirm_hint)}</p>{submit(t!(l, fairs.confirm))}</form> }
                .into_any(),
        );
    }
    let held = settles_instead(whole.fair.state, row.state) || outlook.goods.iter().any(|line| line.said(Count::Brought) > 0);
    if row.state.can(ApplicationMove::Withdraw) && !held {
        forms.push(
            view! {
                <details>
                    <summary>{t!(l, fairs.withdraw)}</summary>
                    <form method="post" action=format!("{action}/withdraw")><p class="hint">{t!(l, fairs.withdraw_hint)}</p><button class="button quiet" type="submit">{t!(l, fairs.withdraw)}</button></form>
                </details>
            }
            .into_any(),
        );
    }
    view! { <div class="doings">{forms}</div> }.into_any()
}
