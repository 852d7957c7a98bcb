//! A family's own applications: where they stand, and what is filled in, section by section.

use leptos::prelude::*;

use crate::answers::settles_instead;
use crate::application::{ApplicationMove, ApplicationState, DayPart, PASSPORT_MONTHS, Section, abroad, call_open, step};
use crate::applying::Whole;
use crate::committee::tenths;
use crate::entity::{application, fair, goods, objection};
use crate::feedback::open_to;
use crate::layout::BoothKind;
use crate::objections::{ObjectionState, last_day, may_object};
use crate::pages::feedback::of_family;
use crate::pages::public::{at, days, name};
use crate::pages::ready::{checklist, custody};
use crate::proposing::Outcome;
use crate::ready::Line;
use ground::ctx::Ctx;
use ground::days::{self, day_in_tripoli, stored_date};
use ground::form::Filled;
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Field, Page, Tone, check_boxes, empty, error_summary, fact, facts, hidden, notice, radios, submit, tag, tick};
use market::catalogue::Exhibit;
use market::families::Trainee;
use people::place::Places;

/// All of them.
pub fn mine(ctx: &Ctx, all: &[(application::Model, fair::Model)]) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.mine);
    let rows: Vec<AnyView> = all
        .iter()
        .map(|(row, fair)| {
            view! {
                <li class="row">
                    <div>
                        <a href=ctx.link(&format!("/me/fairs/{}", row.id)) dir="auto">{name(l, fair)}</a>
                        <p class="small">{days(l, &fair.starts_on, &fair.ends_on)}{row.reference.clone().map(|reference| view! { " · "<bdi>{reference}</bdi> })}</p>
                    </div>
                    {tag(row.state.tone(), row.state.word(l))}
                </li>
            }
            .into_any()
        })
        .collect();
    let list = if rows.is_empty() {
        empty(t!(l, fairs.mine_none), t!(l, fairs.mine_none_text), Some((ctx.link("/fairs"), t!(l, fairs.fairs))))
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let body = view! { <div class="narrow"><h1>{heading.clone()}</h1>{list}</div> };
    Page::new(heading, body)
}

/// What a family's page of one application needs beside it.
pub struct Beside<'a> {
    /// Its published products.
    pub cards: &'a [Exhibit],
    /// Its members who can go.
    pub members: &'a [Trainee],
    /// Places.
    pub places: &'a Places,
}

/// What came of one application, and what is ahead of it.
pub struct Outlook {
    /// One's own scores and the proposal.
    pub came: Option<Outcome>,
    /// What was objected.
    pub objected: Option<objection::Model>,
    /// The number of its booth, once it was told.
    pub booth: String,
    /// What is left to do before the fair.
    pub ready: Vec<Line>,
    /// What custody says of one's goods.
    pub goods: Vec<goods::Model>,
}

fn back(ctx: &Ctx, whole: &Whole) -> AnyView {
    view! { <p><a href=ctx.link(&format!("/me/fairs/{}", whole.application.id)) dir="auto">{name(ctx.l, &whole.fair)}</a></p> }.into_any()
}

/// One application: a list of sections while it is filled in, and where it stands after.
pub fn application(ctx: &Ctx, whole: &Whole, beside: &Beside<'_>, outlook: &Outlook, filled: &Filled) -> Page {
    let l = ctx.l;
    let Whole { fair, application: row, .. } = whole;
    let heading = name(l, fair);
    let draft = row.state == ApplicationState::Draft;
    let tasks = draft.then(|| tasks(ctx, whole));
    let answers = answers(l, whole, beside);
    let reason = (!row.reason.is_empty())
        .then(|| notice(if row.state == ApplicationState::Refused { Tone::Danger } else { Tone::Plain }, row.reason.clone()));
    let asked = open_to(fair, row, day_in_tripoli(ctx.now)).then(|| of_family(l, ctx.link(&format!("/me/fairs/{}", row.id)), filled));
    let head = [
        fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
        fact(t!(l, fairs.booth), &outlook.booth),
        fact(t!(l, training.when), &days(l, &fair.starts_on, &fair.ends_on)),
        fact(t!(l, training.place), &at(l, fair, beside.places)),
        fact(
            t!(l, fairs.answer_by),
            &row.answer_by
                .as_deref()
                .map(|day| stored_date(l, day))
                .filter(|_| row.state == ApplicationState::Accepted)
                .unwrap_or_default(),
        ),
    ];
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link("/me/fairs")>{t!(l, fairs.mine)}</a></p>
            {error_summary(l, filled)}
            <h1 dir="auto">{heading.clone()}</h1>
            <p>{tag(row.state.tone(), row.state.word(l))}</p>
            {reason}
            {facts(head.into_iter().flatten().collect())}
            {checklist(ctx, row, &outlook.ready)}
            {custody(l, &outlook.goods, beside.cards)}
            {asked}
            {outlook.came.as_ref().map(|came| how(l, came))}
            {objection(ctx, whole, outlook.objected.as_ref(), filled)}
            {tasks}
            <h2>{if draft { t!(l, fairs.check) } else { t!(l, fairs.sent_answers) }}</h2>
            {answers}
            {doings(ctx, whole, outlook)}
        </div>
    };
    Page::new(heading, body)
}

/// How the result came about: one's own scores and the arithmetic of the proposal.
fn how(l: Locale, came: &Outcome) -> AnyView {
    let rows: Vec<AnyView> = came
        .criteria
        .iter()
        .map(|(title, weight, mean)| {
            view! { <tr><th scope="row" dir="auto">{title.clone()}</th><td>"× "{weight.to_string()}</td><td class="number"><bdi>{tenths(*mean)}" / 10"</bdi></td></tr> }
                .into_any()
        })
        .collect();
    let place = came.place.as_ref().map(|place| {
        let sum = t!(
            l,
            fairs.arithmetic,
            score = tenths(place.score),
            rotation = tenths(place.rotation),
            recent = place.recent,
            balance = tenths(place.balance),
            total = tenths(place.total)
        );
        view! { <p>{t!(l, fairs.proposed_place, n = place.place)}</p><p>{sum}</p> }
    });
    view! {
        <section>
            <h2>{t!(l, fairs.your_scores)}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.your_scores)><table class="grades"><tbody>{rows}</tbody></table></div>
            {place}
        </section>
    }
    .into_any()
}

/// What was objected, or the form for it as long as its days last.
fn objection(ctx: &Ctx, whole: &Whole, made: Option<&objection::Model>, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if let Some(made) = made {
        let word = match made.state {
            ObjectionState::Open => tag(Tone::Waiting, t!(l, fairs.objection_open)),
            ObjectionState::Upheld => tag(Tone::Good, t!(l, fairs.objection_upheld)),
            ObjectionState::Rejected => tag(Tone::Plain, t!(l, fairs.objection_rejected)),
        };
        let said = (!made.reason.is_empty()).then(|| notice(Tone::Plain, made.reason.clone()));
        let words = made.words.clone();
        return Some(
            view! { <section><h2>{t!(l, fairs.your_objection)}" "{word}</h2><p class="lines" dir="auto">{words}</p>{said}</section> }
                .into_any(),
        );
    }
    let may = may_object(&whole.fair, whole.application.state, day_in_tripoli(ctx.now));
    let last = last_day(&whole.fair).filter(|_| may)?;
    let action = ctx.link(&format!("/me/fairs/{}/objection", whole.application.id));
    Some(
        view! {
            <details open=filled.errors.of("objection").is_some()>
                <summary>{t!(l, fairs.object)}</summary>
                <form method="post" action=action novalidate>
                    {Field::lines(filled, "objection", t!(l, fairs.object_words), 4).hint(t!(l, fairs.object_hint, day = days::date(l, last))).view(l)}
                    {submit(t!(l, fairs.object))}
                </form>
            </details>
        }
        .into_any(),
    )
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

/// What an application needs, in words.
pub(crate) fn needs_of(l: Locale, row: &application::Model) -> String {
    let holds = [
        (row.power, t!(l, fairs.power)),
        (row.water, t!(l, fairs.water)),
        (row.accessible, t!(l, fairs.accessible)),
        (row.transport, t!(l, fairs.transport)),
        (row.samples, t!(l, fairs.samples)),
        (row.origin_paper, t!(l, fairs.origin_paper)),
        (row.labels, t!(l, fairs.labels)),
    ];
    holds.into_iter().filter_map(|(holds, word)| holds.then_some(word)).collect::<Vec<_>>().join("، ")
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
    let said = |value: String| if row.needs_said { value } else { String::new() };
    let rows = [
        fact(t!(l, fairs.section_products), &shown.join("، ")),
        fact(t!(l, fairs.section_people), &people.join("، ")),
        fact(t!(l, fairs.booth_kind), &said(row.size.word(l))),
        fact(t!(l, fairs.day_part), &said(row.part.word(l))),
        fact(t!(l, fairs.section_needs), &needs_of(l, row)),
        fact(t!(l, fairs.lodging), &said(if row.lodging > 0 { row.lodging.to_string() } else { String::new() })),
        fact(t!(l, fairs.passport), &row.passport_until.as_deref().map(|day| stored_date(l, day)).unwrap_or_default()),
        fact(t!(l, fairs.anything_else), &row.words),
    ];
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    if rows.is_empty() { view! { <p class="hint">{t!(l, fairs.nothing_yet)}</p> }.into_any() } else { facts(rows) }
}

fn doings(ctx: &Ctx, whole: &Whole, outlook: &Outlook) -> AnyView {
    let l = ctx.l;
    let row = &whole.application;
    let action = ctx.link(&format!("/me/fairs/{}", row.id));
    let open = call_open(&whole.fair, day_in_tripoli(ctx.now));
    let mut forms: Vec<AnyView> = Vec::new();
    if row.state == ApplicationState::Draft {
        if !open {
            forms.push(notice(Tone::Attention, t!(l, fairs.call_over)));
        } else if Section::ALL.into_iter().all(|section| whole.done(section)) {
            forms.push(
                view! { <form method="post" action=action.clone()>{hidden("do", "send".to_owned())}<p class="hint">{t!(l, fairs.send_hint)}</p>{submit(t!(l, fairs.send))}</form> }
                    .into_any(),
            );
        } else {
            forms.push(view! { <p class="hint">{t!(l, fairs.fill_first)}</p> }.into_any());
        }
    }
    if step(row.state, ApplicationMove::Confirm).is_some() {
        forms.push(
            view! { <form method="post" action=action.clone()>{hidden("do", "confirm".to_owned())}<p class="hint">{t!(l, fairs.confirm_hint)}</p>{submit(t!(l, fairs.confirm))}</form> }
                .into_any(),
        );
    }
    let held = settles_instead(&whole.fair, row.state) || outlook.goods.iter().any(|line| line.brought > 0);
    if step(row.state, ApplicationMove::Withdraw).is_some() && !held {
        forms.push(
            view! {
                <details>
                    <summary>{t!(l, fairs.withdraw)}</summary>
                    <form method="post" action=action.clone()>{hidden("do", "withdraw".to_owned())}<p class="hint">{t!(l, fairs.withdraw_hint)}</p><button class="button quiet" type="submit">{t!(l, fairs.withdraw)}</button></form>
                </details>
            }
            .into_any(),
        );
    }
    view! { <div class="doings">{forms}</div> }.into_any()
}

/// One section as a form.
pub fn section(ctx: &Ctx, whole: &Whole, section: Section, beside: &Beside<'_>, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = section.word(l);
    let fields = match section {
        Section::Products => products(l, beside, filled),
        Section::People => people(l, beside, filled),
        Section::Needs => needs(l, &whole.fair, filled),
    };
    let body = view! {
        <div class="narrow">
            {back(ctx, whole)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <form method="post" novalidate>{fields}{submit(t!(l, common.save))}</form>
        </div>
    };
    Page::new(heading, body)
}

fn products(l: Locale, beside: &Beside<'_>, filled: &Filled) -> AnyView {
    let keys: Vec<(String, String)> =
        beside.cards.iter().map(|card| (card.id.to_string(), texts::pick(l, &card.title_ar, &card.title_en).to_owned())).collect();
    let options: Vec<(&str, String, Option<String>)> = keys.iter().map(|(key, title)| (key.as_str(), title.clone(), None)).collect();
    if options.is_empty() {
        return notice(Tone::Attention, t!(l, fairs.no_products));
    }
    check_boxes(l, filled, "product", t!(l, fairs.which_products), &options)
}

fn people(l: Locale, beside: &Beside<'_>, filled: &Filled) -> AnyView {
    let keys: Vec<(String, String)> = beside.members.iter().map(|member| (member.id.to_string(), member.name.clone())).collect();
    let options: Vec<(&str, String, Option<String>)> = keys.iter().map(|(key, name)| (key.as_str(), name.clone(), None)).collect();
    check_boxes(l, filled, "member", t!(l, fairs.which_people), &options)
}

fn needs(l: Locale, fair: &fair::Model, filled: &Filled) -> AnyView {
    let sizes: Vec<(&str, String, Option<String>)> = BoothKind::ALL.iter().map(|kind| (kind.code(), kind.word(l), None)).collect();
    let parts: Vec<(&str, String, Option<String>)> = DayPart::ALL.iter().map(|part| (part.code(), part.word(l), None)).collect();
    let papers = abroad(fair).then(|| {
        view! {
            <h2>{t!(l, fairs.journey)}</h2>
            {Field::date(filled, "passport_until", t!(l, fairs.passport)).hint(t!(l, fairs.passport_hint, n = PASSPORT_MONTHS)).view(l)}
            {tick(l, filled, "samples", t!(l, fairs.samples))}
            {tick(l, filled, "origin_paper", t!(l, fairs.origin_paper))}
            {tick(l, filled, "labels", t!(l, fairs.labels))}
        }
    });
    view! {
        {radios(l, filled, "size", t!(l, fairs.which_booth), &sizes)}
        {radios(l, filled, "part", t!(l, fairs.day_part), &parts)}
        {tick(l, filled, "power", t!(l, fairs.power))}
        {tick(l, filled, "water", t!(l, fairs.water))}
        {tick(l, filled, "accessible", t!(l, fairs.accessible))}
        {tick(l, filled, "transport", t!(l, fairs.transport))}
        {Field::number(filled, "lodging", t!(l, fairs.lodging)).optional().view(l)}
        {papers}
        {Field::lines(filled, "words", t!(l, fairs.anything_else), 3).optional().view(l)}
    }
    .into_any()
}

/// Before one begins: who may, and what will be asked.
pub fn begin(ctx: &Ctx, fair: &fair::Model, unmet: Option<String>, who: String) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.apply);
    let form = match unmet {
        Some(words) => notice(Tone::Attention, words),
        None => {
            view! { <form method="post"><p class="hint">{t!(l, fairs.apply_hint)}</p>{submit(t!(l, fairs.apply_begin))}</form> }.into_any()
        }
    };
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link(&format!("/fairs/{}", fair.slug)) dir="auto">{name(l, fair)}</a></p>
            <h1>{heading.clone()}</h1>
            <h2>{t!(l, fairs.who_may)}</h2>
            <p>{who}</p>
            {form}
        </div>
    };
    Page::new(heading, body)
}
