//! The list of products with its filters.

use leptos::prelude::*;

use super::super::facets::Facets;
use super::super::filter::{Filter, Found, Sort};
use super::super::rules::{Availability, Making, price_problems};
use super::card::{cards, of_the_market};
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::money::Money;
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Choices, Field, Page, Tone, empty, filter_in_groups, filter_select, notice, pager};
use people::crafts::Crafts;
use people::place::{Places, REGIONS};

/// Cards, filters with counts, order, pages.
#[allow(clippy::too_many_arguments)] // One page shows all of them; a struct would only rename the list.
pub fn list(
    ctx: &Ctx,
    query: &Form,
    filter: &Filter,
    found: &Found,
    facets: &Facets,
    instead: Option<&str>,
    places: &Places,
    crafts: &Crafts,
) -> Page {
    let l = ctx.l;
    let heading = heading(ctx, filter, crafts, places);
    let count = t!(l, common.n_products, count = facets.total);
    let typed: String = query.get("q").chars().take(80).collect();
    let said = match instead {
        Some(typed) => Some(notice(Tone::Plain, t!(l, catalogue.instead, typed = typed, shown = &filter.q))),
        None if filter.q.is_empty() && !typed.trim().is_empty() => Some(notice(Tone::Plain, t!(l, catalogue.write_a_word))),
        None => None,
    };
    let address = |change: &dyn Fn(&mut Form)| {
        let mut next = query.clone();
        next.0.retain(|(name, value)| name != "after" && !value.is_empty());
        change(&mut next);
        let encoded = next.encode();
        ctx.link(&if encoded.is_empty() { "/products".to_owned() } else { format!("/products?{encoded}") })
    };
    let first = filter.after.map(|_| address(&|_| {}));
    let next = found.next.map(|(tier, key, id)| address(&|form| form.set("after", format!("{tier}.{key}.{id}"))));
    let results = if found.cards.is_empty() {
        nothing(ctx, crafts)
    } else {
        view! { {cards(ctx, &found.cards, places)}{pager(l, first, next)} }.into_any()
    };
    let body = view! {
        <div class="listing">
            <div class="listing-head">
                <h1>{heading.clone()}</h1>
                <p class="small">{count}</p>
            </div>
            {said}
            <details class="filters" open=!price_problems(query).0.is_empty()>
                <summary>{t!(l, catalogue.filters)}</summary>
                {filters(ctx, query, filter, facets, places, crafts)}
            </details>
            {chosen(l, filter, places, crafts, &|name| address(&|form: &mut Form| form.0.retain(|(other, _)| other != name)))}
            {(!found.cards.is_empty()).then(|| orders(l, filter, &|code| address(&|form| form.set("sort", code))))}
            <div class="results">{results}</div>
        </div>
    };
    let canonical = match (&filter.craft, filter.after) {
        (Some(craft), None) if filter.q.is_empty() => format!("/crafts/{craft}"),
        _ => "/products".to_owned(),
    };
    let page = Page::new(heading, body).query(if filter.q.is_empty() { &typed } else { &filter.q });
    page.public(t!(l, catalogue.list_description), canonical).shows(of_the_market())
}

fn heading(ctx: &Ctx, filter: &Filter, crafts: &Crafts, places: &Places) -> String {
    let l = ctx.l;
    if !filter.q.is_empty() {
        return t!(l, catalogue.search_heading, q = &filter.q);
    }
    if let Some(craft) = &filter.craft {
        return crafts.name(l, craft);
    }
    if let Some(municipality) = &filter.municipality {
        return t!(l, catalogue.from_place, place = places.name(l, municipality));
    }
    if let Some(region) = &filter.region {
        return t!(l, catalogue.from_place, place = Places::region(l, region));
    }
    t!(l, common.products)
}

fn nothing(ctx: &Ctx, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let links: Vec<AnyView> = crafts
        .options(l)
        .into_iter()
        .map(|(code, name)| view! { <li><a href=ctx.link(&format!("/crafts/{code}"))>{name}</a></li> }.into_any())
        .collect();
    view! {
        {empty(t!(l, catalogue.nothing), t!(l, catalogue.nothing_text), Some((ctx.link("/products"), t!(l, catalogue.all_products))))}
        <ul class="chips">{links}</ul>
    }
    .into_any()
}

fn counted(rows: &[(String, i64)], code: &str) -> i64 {
    rows.iter().find(|(c, _)| c == code).map_or(0, |(_, n)| *n)
}

/// «خزف (12)».
fn with(word: String, count: i64) -> String {
    format!("{word} ({count})")
}

/// Crafts that something is made of, and the chosen one.
fn craft_choices(l: Locale, filter: &Filter, facets: &Facets, crafts: &Crafts) -> Vec<(String, String)> {
    let known = crafts.options(l).into_iter().map(|(code, name)| {
        let count = counted(&facets.crafts, &code);
        (code, name, count)
    });
    let shown = known.filter(|(code, _, count)| *count > 0 || filter.craft.as_ref() == Some(code));
    shown.map(|(code, name, count)| (code, with(name, count))).collect()
}

/// Municipalities where something is made, and the chosen one, by their region.
fn municipality_choices(l: Locale, filter: &Filter, facets: &Facets, places: &Places) -> Vec<Choices> {
    Places::in_regions(l, |region| {
        let of_it = places.municipalities.iter().filter(|m| m.region_code == region);
        let known = of_it.map(|m| (m, counted(&facets.municipalities, &m.code)));
        let shown = known.filter(|(m, count)| *count > 0 || filter.municipality.as_ref() == Some(&m.code));
        shown.map(|(m, count)| (m.code.clone(), with(texts::pick(l, &m.name_ar, &m.name_en).to_owned(), count))).collect()
    })
}

/// What the list is narrowed to; each goes by its link.
fn chosen(l: Locale, filter: &Filter, places: &Places, crafts: &Crafts, without: &dyn Fn(&'static str) -> String) -> AnyView {
    let price = |word: String, price: &Option<Money>| price.map(|price| format!("{word} {price}"));
    let on: [(&'static str, Option<String>); 9] = [
        ("q", (!filter.q.is_empty()).then(|| t!(l, catalogue.chip_word, q = &filter.q))),
        ("craft", filter.craft.as_deref().map(|code| crafts.name(l, code))),
        ("region", filter.region.as_deref().map(|code| Places::region(l, code))),
        ("municipality", filter.municipality.as_deref().map(|code| places.name(l, code))),
        ("making", filter.making.map(|making| making.word(l))),
        ("availability", filter.availability.map(|availability| availability.word(l))),
        ("mark", filter.marked.then(|| t!(l, catalogue.only_marked))),
        ("price_min", price(t!(l, catalogue.price_min), &filter.price_min)),
        ("price_max", price(t!(l, catalogue.price_max), &filter.price_max)),
    ];
    let link = |(name, word): (&'static str, Option<String>)| {
        let words =
            view! { <span>{word?}</span>" "<span aria-hidden="true">"×"</span><span class="unseen">{t!(l, catalogue.take_away)}</span> };
        Some(view! { <li><a href=without(name)>{words}</a></li> }.into_any())
    };
    let links: Vec<AnyView> = on.into_iter().filter_map(link).collect();
    if links.is_empty() { ().into_any() } else { view! { <ul class="chips chosen">{links}</ul> }.into_any() }
}

/// The orders of the list, above its results.
fn orders(l: Locale, filter: &Filter, by: &dyn Fn(&str) -> String) -> AnyView {
    let links: Vec<AnyView> = sort_choices(l, filter)
        .into_iter()
        .map(|(code, word)| {
            let current = (code == filter.sort.code()).then_some("true");
            view! { <a href=by(&code) aria-current=current>{word}</a> }.into_any()
        })
        .collect();
    view! { <nav class="orders" aria-label=t!(l, catalogue.sort)>{links}</nav> }.into_any()
}

fn sort_choices(l: Locale, filter: &Filter) -> Vec<(String, String)> {
    let word = |sort: &Sort| match sort {
        Sort::Relevance => t!(l, catalogue.sort_relevance),
        Sort::Newest => t!(l, catalogue.sort_newest),
        Sort::Cheapest => t!(l, catalogue.sort_cheapest),
        Sort::Dearest => t!(l, catalogue.sort_dearest),
    };
    // Without a word nothing is near to it.
    let offered = Sort::ALL.iter().filter(|sort| **sort != Sort::Relevance || !filter.q.is_empty());
    offered.map(|sort| (sort.code().to_owned(), word(sort))).collect()
}

fn filters(ctx: &Ctx, query: &Form, filter: &Filter, facets: &Facets, places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let filled = Filled::wrong(query.clone(), price_problems(query));
    let crafts = craft_choices(l, filter, facets, crafts);
    let regions: Vec<(String, String)> =
        REGIONS.iter().map(|(code, ..)| ((*code).to_owned(), with(Places::region(l, code), counted(&facets.regions, code)))).collect();
    let municipalities = municipality_choices(l, filter, facets, places);
    let makings: Vec<(String, String)> =
        Making::ALL.iter().map(|m| (m.code().to_owned(), with(m.word(l), counted(&facets.makings, m.code())))).collect();
    let availabilities: Vec<(String, String)> =
        Availability::ALL.iter().map(|a| (a.code().to_owned(), with(a.word(l), counted(&facets.availabilities, a.code())))).collect();
    let mark = (facets.marked > 0 || filter.marked).then(|| {
        view! {
            <div class="field">
                <div class="box">
                    <input type="checkbox" id="f-mark" name="mark" value="1" checked=filter.marked/>
                    <label for="f-mark"><span>{with(t!(l, catalogue.only_marked), facets.marked)}</span></label>
                </div>
            </div>
        }
    });
    let searched = Form::of([("q", filter.q.clone())]).encode();
    let cleared = ctx.link(&if filter.q.is_empty() { "/products".to_owned() } else { format!("/products?{searched}") });
    view! {
        <form action=ctx.link("/products") class="filter-form">
            {ground::ui::hidden("q", filter.q.clone())}
            {filter_select(l, &filled, "craft", t!(l, catalogue.craft), &crafts)}
            {filter_select(l, &filled, "region", t!(l, catalogue.region), &regions)}
            {filter_in_groups(l, &filled, "municipality", t!(l, catalogue.municipality), &municipalities)}
            {filter_select(l, &filled, "making", t!(l, catalogue.making), &makings)}
            {filter_select(l, &filled, "availability", t!(l, catalogue.availability), &availabilities)}
            {mark}
            <div class="pair">
                {Field::money(l, &filled, "price_min", t!(l, catalogue.price_min)).view(l)}
                {Field::money(l, &filled, "price_max", t!(l, catalogue.price_max)).view(l)}
            </div>
            {ground::ui::hidden("sort", filter.sort.code().to_owned())}
            <div class="actions">
                {ground::ui::submit(t!(l, catalogue.show_results))}
                <a class="button quiet" href=cleared>{t!(l, catalogue.clear)}</a>
            </div>
        </form>
    }
    .into_any()
}
