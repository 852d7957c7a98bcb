//! Fairs as everyone sees them.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use crate::plan::rules::{Terms, months_of};
use crate::plan::types::Fairs;
use crate::rules::FairKind;
use crate::types::Fair;
use crate::words::{at, days, name};
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::ids::{FairId, FamilyId, ProductId};
use ground::texts::Locale;
use ground::ui::{Page, empty, filter_select, tag};
use ground::{days, t};
use people::crafts::Crafts;
use people::place::Places;

fn line(ctx: &Ctx, fair: &Fair, places: &Places) -> AnyView {
    let l = ctx.l;
    view! {
        <li class="row">
            <div>
                <a href=ctx.link(&format!("/fairs/{}", fair.slug)) dir="auto">{name(l, fair)}</a>
                <p class="small">{days(l, fair.starts_on, fair.ends_on)}" · "{at(l, fair, places)}</p>
            </div>
            {tag(fair.state.tone(), fair.state.word(l))}
        </li>
    }
    .into_any()
}

fn section(ctx: &Ctx, title: String, fairs: &[Fair], places: &Places) -> Option<AnyView> {
    let rows: Vec<AnyView> = fairs.iter().map(|fair| line(ctx, fair, places)).collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{title}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

/// What pages of a fair show: the fair itself, and who is there with what.
pub(crate) fn of_fair(fair: FairId) -> Shows {
    Shows::one(fair).and_any(FamilyId::KIND).and_any(ProductId::KIND).and_any(REFERENCE)
}

/// Months of a year, each with its fairs.
pub(crate) fn months(l: Locale, year: i32, entries: Vec<(NaiveDate, AnyView)>) -> AnyView {
    let mut months: Vec<Vec<AnyView>> = (0..12).map(|_| Vec::new()).collect();
    for (day, view) in entries {
        months[day.month0() as usize % 12].push(view);
    }
    let months: Vec<AnyView> = (1..)
        .zip(months)
        .map(|(n, fairs)| {
            let heading = days::month(l, NaiveDate::from_ymd_opt(year, n, 1).unwrap_or_default());
            let body = if fairs.is_empty() {
                view! { <p class="hint">"—"</p> }.into_any()
            } else {
                view! { <ul class="plain">{fairs}</ul> }.into_any()
            };
            view! { <section class="month"><h2>{heading}</h2>{body}</section> }.into_any()
        })
        .collect();
    view! { <div class="months">{months}</div> }.into_any()
}

/// All of them: coming, running, past; as a list or as a calendar of one year.
pub fn fairs(ctx: &Ctx, found: &Fairs, query: &Form, year: i32, places: &Places) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.fairs);
    let calendar = query.get("view") == "calendar";
    let none = found.coming.is_empty() && found.running.is_empty() && found.past.is_empty();
    let switch = |view: &str, word: String, current: bool| {
        let mut other = query.clone();
        other.set("view", view);
        let path = ctx.link(&format!("/fairs?{}", other.encode()));
        view! { <a href=path aria-current=current.then_some("page")>{word}</a> }.into_any()
    };
    let kinds: Vec<(String, String)> = FairKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
    let filled = Filled::from(query.clone());
    let body = if none {
        empty(t!(l, fairs.none), t!(l, fairs.none_text), None)
    } else if calendar {
        by_month(ctx, found, query, year)
    } else {
        view! {
            {section(ctx, t!(l, fairs.running), &found.running, places)}
            {section(ctx, t!(l, fairs.coming), &found.coming, places)}
            {section(ctx, t!(l, fairs.past), &found.past, places)}
        }
        .into_any()
    };
    let body = view! {
        <div class="narrow">
            <h1>{heading.clone()}</h1>
            <p class="lead">{t!(l, fairs.lead)}</p>
            <nav class="chips" aria-label=t!(l, fairs.views)>{switch("", t!(l, fairs.as_list), !calendar)}{switch("calendar", t!(l, fairs.as_calendar), calendar)}</nav>
            <form class="filters" action=ctx.link("/fairs")>
                {calendar.then(|| view! { <input type="hidden" name="view" value="calendar"/> })}
                {filter_select(l, &filled, "kind", t!(l, fairs.kind), &kinds)}
                <button class="button" type="submit">{t!(l, training.figures_show)}</button>
            </form>
            {body}
        </div>
    };
    Page::new(heading, body).public(t!(l, fairs.lead), "/fairs".to_owned()).shows(Shows::any(FairId::KIND).and_any(REFERENCE))
}

fn by_month(ctx: &Ctx, found: &Fairs, query: &Form, year: i32) -> AnyView {
    let l = ctx.l;
    let all = found.past.iter().rev().chain(&found.running).chain(&found.coming);
    let entry = |fair: &Fair| {
        let path = ctx.link(&format!("/fairs/{}", fair.slug));
        view! { <li><a href=path dir="auto">{name(l, fair)}</a><p class="small">{days(l, fair.starts_on, fair.ends_on)}</p></li> }
            .into_any()
    };
    let entries = all.flat_map(|fair| months_of((fair.starts_on, fair.ends_on), year).into_iter().map(move |month| (month, fair)));
    let entries: Vec<_> = entries.map(|(month, fair)| (month, entry(fair))).collect();
    let beside = |year: i32| {
        let mut other = query.clone();
        other.set("year", year.to_string());
        view! { <a href=ctx.link(&format!("/fairs?{}", other.encode()))>{year.to_string()}</a> }.into_any()
    };
    view! {
        <h2>{year.to_string()}</h2>
        <p class="years">{beside(year - 1)}" · "{beside(year + 1)}</p>
        {months(l, year, entries)}
    }
    .into_any()
}

/// Who may apply, in words.
pub fn who_may(l: Locale, fair: &Fair, terms: &Terms, crafts: &Crafts) -> String {
    let mut words = vec![t!(l, fairs.licensed)];
    if !terms.crafts.is_empty() {
        let names: Vec<String> = terms.crafts.iter().map(|code| crafts.name(l, code)).collect();
        words.push(t!(l, fairs.only_crafts, names = names.join(&t!(l, training.and))));
    }
    if !terms.regions.is_empty() {
        let names: Vec<String> = terms.regions.iter().map(|code| Places::region(l, code)).collect();
        words.push(t!(l, fairs.only_regions, names = names.join(&t!(l, training.and))));
    }
    if fair.needs_mark {
        words.push(t!(l, fairs.only_marked));
    }
    words.join(" ")
}
