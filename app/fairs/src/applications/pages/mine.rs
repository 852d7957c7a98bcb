//! A family's own applications, filled in section by section.

use leptos::prelude::*;

use crate::applications::rules::{PASSPORT_MONTHS, Section, standing};
use crate::applications::types::Whole;
use crate::plan::types::When;
use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState, BoothKind, DayPart};
use crate::types::{Application, Fair, Needs};
use crate::words::{days, name};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::Reason;
use ground::form::Filled;
use ground::states::States;
use ground::texts::Locale;
use ground::ui::{Field, Page, Step, StepWay, Tone, check_boxes, empty, error_summary, notice, radios, steps, submit, tag, tick};
use ground::{t, texts};
use market::catalogue::Exhibit;
use market::families::{NOT_LICENSED, Trainee};
use people::place::Places;

/// Where an application stands, in a word that holds when the fair is over, too.
pub(crate) fn stands(ctx: &Ctx, fair: &Fair, state: ApplicationState) -> AnyView {
    let (l, today) = (ctx.l, day_in_tripoli(ctx.now));
    if fair.state == FairState::Cancelled && state.can(ApplicationMove::Withdraw) {
        return tag(fair.state.tone(), fair.state.word(l));
    }
    let state = standing(fair, state, today);
    let passed = state == ApplicationState::NotPlaced && When::of(fair, today) == When::Past;
    tag(state.tone(), if passed { t!(l, fairs.over_not_placed) } else { state.word(l) })
}

/// All of them.
pub fn mine(ctx: &Ctx, all: &[(Application, Fair)]) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.mine);
    let rows: Vec<AnyView> = all
        .iter()
        .map(|(row, fair)| {
            view! {
                <li class="row">
                    <div>
                        <a href=ctx.link(&format!("/me/fairs/{}", row.id)) dir="auto">{name(l, fair)}</a>
                        <p class="small">{days(l, fair.starts_on, fair.ends_on)}{row.reference.clone().map(|reference| view! { " · "<bdi>{reference}</bdi> })}</p>
                    </div>
                    {stands(ctx, fair, row.state)}
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

fn back(ctx: &Ctx, whole: &Whole) -> AnyView {
    view! { <p><a href=ctx.link(&format!("/me/fairs/{}", whole.application.id)) dir="auto">{name(ctx.l, &whole.fair)}</a></p> }.into_any()
}

/// What an application needs, in words.
pub(crate) fn needs_of(l: Locale, needs: &Needs) -> String {
    let holds = [
        (needs.power, t!(l, fairs.power)),
        (needs.water, t!(l, fairs.water)),
        (needs.accessible, t!(l, fairs.accessible)),
        (needs.transport, t!(l, fairs.transport)),
        (needs.samples, t!(l, fairs.samples)),
        (needs.origin_paper, t!(l, fairs.origin_paper)),
        (needs.labels, t!(l, fairs.labels)),
    ];
    holds.into_iter().filter_map(|(holds, word)| holds.then_some(word)).collect::<Vec<_>>().join("، ")
}

/// One section as a form.
pub fn section(ctx: &Ctx, whole: &Whole, section: Section, beside: &Beside<'_>, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = section.word(l);
    let step = |one: &Section| Step { word: one.word(l), whole: whole.done(*one), way: StepWay::Sending("section", one.code()) };
    let all: Vec<Step> = Section::ALL.iter().map(step).collect();
    let at = Section::ALL.iter().position(|one| *one == section).unwrap_or_default();
    let fields = match section {
        Section::Products => products(l, beside, filled),
        Section::People => people(l, beside, filled),
        Section::Needs => needs(l, &whole.fair, filled),
    };
    let body = view! {
        <div class="narrow">
            {back(ctx, whole)}
            {steps(l, all, at)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <form id="section" method="post" novalidate>{fields}{submit(t!(l, common.save))}</form>
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

fn needs(l: Locale, fair: &Fair, filled: &Filled) -> AnyView {
    let sizes: Vec<(&str, String, Option<String>)> = BoothKind::ALL.iter().map(|kind| (kind.code(), kind.word(l), kind.hint(l))).collect();
    let parts: Vec<(&str, String, Option<String>)> = DayPart::ALL.iter().map(|part| (part.code(), part.word(l), None)).collect();
    let papers = fair.abroad().then(|| {
        view! {
            <h2>{t!(l, fairs.journey)}</h2>
            {Field::date(filled, "passport_until", t!(l, fairs.passport)).hint(t!(l, fairs.passport_hint, months = t!(l, common.n_months, count = PASSPORT_MONTHS))).view(l)}
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

/// What a family lacks to apply, said once, with the way to mend it where there is one.
pub(crate) fn lacks(ctx: &Ctx, unmet: Reason) -> AnyView {
    let l = ctx.l;
    if unmet != NOT_LICENSED {
        return notice(Tone::Attention, unmet.text(l));
    }
    view! {
        {notice(Tone::Attention, t!(l, fairs.needs_licence))}
        <p><a class="button quiet" href=ctx.link("/me/family")>{t!(l, families.application_title)}</a></p>
    }
    .into_any()
}

/// Before one begins: who may, and what will be asked; or what is lacking.
pub fn begin(ctx: &Ctx, fair: &Fair, unmet: Option<Reason>, who: String) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.apply);
    let form = match unmet {
        Some(unmet) => lacks(ctx, unmet),
        None => view! {
            <h2>{t!(l, fairs.who_may)}</h2>
            <p>{who}</p>
            <form method="post"><p class="hint">{t!(l, fairs.apply_hint)}</p>{submit(t!(l, fairs.apply_begin))}</form>
        }
        .into_any(),
    };
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link(&format!("/fairs/{}", fair.slug)) dir="auto">{name(l, fair)}</a></p>
            <h1>{heading.clone()}</h1>
            {form}
        </div>
    };
    Page::new(heading, body)
}
