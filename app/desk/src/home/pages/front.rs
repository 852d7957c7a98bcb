//! The front page: search, crafts, new products, families of the south, the programme in numbers.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::{Value, json};

use ground::ctx::Ctx;
use ground::t;
use ground::texts;
use ground::ui::{Page, band, empty};
use market::catalogue::{self, Card};
use market::families::FamilyCard;
use people::crafts::Crafts;
use people::place::Places;

/// What the front page shows.
pub struct Front {
    /// Newest products.
    pub newest: Vec<Card>,
    /// Products by craft.
    pub counts: HashMap<String, i64>,
    /// Families of the south, newest first.
    pub families_of_south: Vec<FamilyCard>,
    /// Licensed families.
    pub families: u64,
    /// Municipalities they live in.
    pub municipalities: u64,
}

/// The front page.
pub fn home(ctx: &Ctx, front: &Front, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let title = t!(l, common.tagline);
    let newest = if front.newest.is_empty() {
        empty(t!(l, home.no_products), t!(l, home.no_products_text), Some((ctx.link("/join"), t!(l, common.join))))
    } else {
        catalogue::cards(ctx, &front.newest, places)
    };
    let body = view! {
        {hero(ctx, title.clone())}
        <section>
            <h2>{t!(l, home.newest)}</h2>
            {newest}
            <p><a class="button quiet" href=ctx.link("/products")>{t!(l, catalogue.all_products)}</a></p>
        </section>
        <section><h2>{t!(l, home.by_craft)}</h2>{catalogue::craft_tiles(ctx, crafts, &front.counts, 1)}</section>
        {south(ctx, &front.families_of_south, places)}
        {numbers(ctx, front)}
        <section class="call">
            <h2>{t!(l, home.make_title)}</h2>
            <p>{t!(l, home.make_text)}</p>
            <a class="button" href=ctx.link("/join")>{t!(l, common.join)}</a>
        </section>
    };
    let image =
        front.newest.iter().find_map(|card| card.photo.as_ref()).map(|(address, _)| people::media::photo_path(address, 1280, "jpg"));
    Page::new(title, body).public(t!(l, home.description), String::new()).image(image).json_ld(&for_search_engines(ctx))
}

/// The name of the market, and the search in its products.
fn hero(ctx: &Ctx, title: String) -> AnyView {
    let l = ctx.l;
    view! {
        <section class="hero">
            <h1>{title}</h1>
            <p class="lead">{t!(l, home.lead)}</p>
            <form class="hero-search" role="search" action=ctx.link("/products") data-suggest=ctx.link("/suggest")>
                <input
                    type="search"
                    name="q"
                    aria-label=t!(l, common.search_label)
                    placeholder=t!(l, common.search_hint)
                    maxlength="80"
                    autocomplete="off"
                    list="titles"
                />
                <button class="button" type="submit">{t!(l, common.search)}</button>
                <datalist id="titles"></datalist>
            </form>
            <script type="module" src=ctx.site.asset("suggest.js")></script>
        </section>
    }
    .into_any()
}

/// Families of the south, when there are any.
fn south(ctx: &Ctx, families: &[FamilyCard], places: &Places) -> Option<AnyView> {
    let l = ctx.l;
    let tiles: Vec<AnyView> = families
        .iter()
        .map(|family| {
            view! {
                <li class="tile">
                    <a href=ctx.link(&format!("/families/{}", family.slug))>{texts::pick(l, &family.trade_name, &family.trade_name_en).to_owned()}</a>
                    <span class="small">{places.name(l, &family.municipality)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    (!tiles.is_empty()).then(|| {
        view! {
            <section>
                <h2>{t!(l, home.south)}</h2>
                <ul class="tiles">{tiles}</ul>
                <p><a class="button quiet" href=ctx.link("/products?region=fezzan")>{t!(l, home.south_products)}</a></p>
            </section>
        }
        .into_any()
    })
}

/// The programme in numbers.
fn numbers(ctx: &Ctx, front: &Front) -> AnyView {
    let l = ctx.l;
    let products: i64 = front.counts.values().sum();
    let numbers = [
        (front.families.to_string(), t!(l, home.number_families, count = front.families)),
        (products.to_string(), t!(l, home.number_products, count = products)),
        (front.municipalities.to_string(), t!(l, home.number_municipalities, count = front.municipalities)),
    ];
    let numbers: Vec<AnyView> = numbers.into_iter().map(|(n, word)| view! { <div><dt>{word}</dt><dd>{n}</dd></div> }.into_any()).collect();
    view! { <section class="numbers">{band()}<h2>{t!(l, home.numbers)}</h2><dl>{numbers}</dl></section> }.into_any()
}

/// Tells search engines the name of the site and how its products are searched.
fn for_search_engines(ctx: &Ctx) -> Value {
    json!({
        "@context": "https://schema.org", "@type": "WebSite", "name": t!(ctx.l, common.site), "url": format!("{}{}", ctx.site.public_url, ctx.link("")),
        "potentialAction": {
            "@type": "SearchAction", "target": format!("{}{}?q={{q}}", ctx.site.public_url, ctx.link("/products")), "query-input": "required name=q",
        },
    })
}
