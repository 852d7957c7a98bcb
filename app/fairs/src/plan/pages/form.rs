//! The form of a fair.

use leptos::prelude::*;

use crate::plan::types::BUDGET;
use crate::rules::FairKind;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, check_boxes, error_summary, hidden, radios, select_in_groups, submit, tick};
use people::accounts::PersonRow;
use people::crafts::Crafts;
use people::place::{Places, REGIONS};

/// Choices of a field: code and words.
type Choices = Vec<(String, String)>;

fn boxes(choices: &Choices) -> Vec<(&str, String, Option<String>)> {
    choices.iter().map(|(code, word)| (code.as_str(), word.clone(), None)).collect()
}

/// The page.
pub fn fair_form(ctx: &Ctx, filled: &Filled, staff: &[PersonRow], places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.fair);
    let kinds: Vec<(&str, String, Option<String>)> = FairKind::ALL.iter().map(|kind| (kind.code(), kind.word(l), None)).collect();
    let from = filled.form.get("from").to_owned();
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link("/desk/fairs")>{t!(l, fairs.desk)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <form method="post" novalidate>
                {(!from.is_empty()).then(|| view! { {hidden("from", from)}<p class="hint">{t!(l, fairs.hall_copied)}</p> })}
                {Field::line(filled, "name_ar", t!(l, fairs.name_ar)).view(l)}
                {Field::line(filled, "name_en", t!(l, fairs.name_en)).optional().latin().view(l)}
                {radios(l, filled, "kind", t!(l, fairs.kind), &kinds)}
                {Field::lines(filled, "about", t!(l, fairs.about), 4).view(l)}
                {where_and_when(ctx, filled, places)}
                {call(l, filled, crafts)}
                {with_whom(l, filled, staff)}
                {budget(l, filled)}
                {submit(t!(l, common.save))}
            </form>
        </div>
    };
    Page::new(heading, body)
}

fn where_and_when(ctx: &Ctx, filled: &Filled, places: &Places) -> AnyView {
    let l = ctx.l;
    view! {
        <h2>{t!(l, fairs.where_and_when)}</h2>
        {select_in_groups(l, filled, "municipality", t!(l, families.municipality), Some(t!(l, fairs.municipality_hint)), &places.by_region(l, ctx.now))}
        {Field::line(filled, "venue", t!(l, fairs.venue)).view(l)}
        {Field::line(filled, "landmark", t!(l, fairs.landmark)).optional().view(l)}
        <div class="pair">
            {Field::line(filled, "city", t!(l, fairs.city)).hint(t!(l, fairs.abroad_hint)).optional().view(l)}
            {Field::line(filled, "country", t!(l, fairs.country)).hint(t!(l, fairs.abroad_hint)).optional().view(l)}
        </div>
        <div class="pair">
            {Field::date(filled, "starts_on", t!(l, fairs.starts_on)).view(l)}
            {Field::date(filled, "ends_on", t!(l, fairs.ends_on)).view(l)}
        </div>
        <div class="pair">
            {Field::time(filled, "opens_at", t!(l, fairs.opens_at)).view(l)}
            {Field::time(filled, "closes_at", t!(l, fairs.closes_at)).hint(t!(l, fairs.closes_hint)).view(l)}
        </div>
    }
    .into_any()
}

/// Whether something is wrong with a field that begins with one of these.
fn wrong(filled: &Filled, prefixes: &[&str]) -> bool {
    filled.errors.0.iter().any(|(name, _)| prefixes.iter().any(|prefix| name.starts_with(prefix)))
}

/// When families apply, and who may.
fn call(l: Locale, filled: &Filled, crafts: &Crafts) -> AnyView {
    let crafts = crafts.options(l);
    let regions: Choices = REGIONS.iter().map(|(code, ..)| ((*code).to_owned(), Places::region(l, code))).collect();
    view! {
        <h2>{t!(l, fairs.call)}</h2>
        <p class="hint">{t!(l, fairs.call_hint)}</p>
        <div class="pair">
            {Field::date(filled, "call_opens_on", t!(l, fairs.call_opens)).optional().view(l)}
            {Field::date(filled, "call_closes_on", t!(l, fairs.call_closes)).optional().view(l)}
        </div>
        <details open=wrong(filled, &["only_", "needs_mark"])>
            <summary>{t!(l, fairs.who_may)}</summary>
            {check_boxes(l, filled, "only_craft", t!(l, fairs.only_craft), &boxes(&crafts))}
            {check_boxes(l, filled, "only_region", t!(l, fairs.only_region), &boxes(&regions))}
            {tick(l, filled, "needs_mark", t!(l, fairs.needs_mark))}
        </details>
    }
    .into_any()
}

fn with_whom(l: Locale, filled: &Filled, staff: &[PersonRow]) -> AnyView {
    let team: Choices = staff.iter().map(|person| (person.id.to_string(), person.name.clone())).collect();
    view! {
        <h2>{t!(l, fairs.with_whom)}</h2>
        {Field::line(filled, "organiser", t!(l, fairs.organiser)).hint(t!(l, fairs.organiser_hint)).optional().view(l)}
        {Field::line(filled, "partners", t!(l, fairs.partners)).optional().view(l)}
        {Field::lines(filled, "costs", t!(l, training.costs), 2).hint(t!(l, training.costs_hint)).optional().view(l)}
        {Field::line(filled, "contact", t!(l, training.contact)).optional().view(l)}
        <details>
            <summary>{t!(l, fairs.team)}</summary>
            {check_boxes(l, filled, "team", t!(l, fairs.team_hint), &boxes(&team))}
        </details>
    }
    .into_any()
}

fn budget(l: Locale, filled: &Filled) -> AnyView {
    let lines: Vec<AnyView> = (1..=BUDGET)
        .map(|n| {
            let (title, planned, spent) = (format!("budget_{n}"), format!("planned_{n}"), format!("spent_{n}"));
            let name = format!("seen_{n}");
            let seen = Some(filled.form.get(&name)).filter(|seen| !seen.is_empty()).map(|seen| hidden(&name, seen.to_owned()));
            view! {
                {seen}
                {Field::line(filled, &title, format!("{} ({n})", t!(l, fairs.budget_line))).optional().view(l)}
                <div class="pair">
                    {Field::money(l, filled, &planned, format!("{} ({n})", t!(l, fairs.planned))).optional().view(l)}
                    {Field::money(l, filled, &spent, format!("{} ({n})", t!(l, fairs.spent))).optional().view(l)}
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <details open=wrong(filled, &["budget_", "planned_", "spent_"])>
            <summary>{t!(l, fairs.budget)}</summary>
            {lines}
        </details>
    }
    .into_any()
}
