//! Crafts, and one craft with its items and newest products.

use std::collections::HashMap;

use leptos::prelude::*;

use super::super::types::Card;
use super::card::{cards, of_the_market};
use ground::ctx::Ctx;
use ground::t;
use ground::texts;
use ground::ui::{Page, empty};
use people::crafts::{Craft, Crafts};
use people::place::Places;

/// All crafts with how much is there.
pub fn crafts(ctx: &Ctx, crafts: &Crafts, counts: &HashMap<String, i64>) -> Page {
    let l = ctx.l;
    let title = t!(l, common.crafts);
    let body = view! { <h1>{title.clone()}</h1>{craft_tiles(ctx, crafts, counts, 0)} };
    Page::new(title, body).public(t!(l, catalogue.crafts_description), "/crafts".to_owned()).shows(of_the_market())
}

/// Crafts that have at least so many products, as tiles.
pub fn craft_tiles(ctx: &Ctx, crafts: &Crafts, counts: &HashMap<String, i64>, least: i64) -> AnyView {
    let l = ctx.l;
    let tiles: Vec<AnyView> = crafts
        .crafts
        .iter()
        .filter(|craft| craft.active && counts.get(&craft.code).copied().unwrap_or(0) >= least)
        .map(|craft| {
            let n = counts.get(&craft.code).copied().unwrap_or(0);
            let count = t!(l, common.n_products, count = n);
            view! {
                <li class="tile">
                    <a href=ctx.link(&format!("/crafts/{}", craft.code))>{texts::pick(l, &craft.name_ar, &craft.name_en).to_owned()}</a>
                    <span class="small">{count}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="tiles">{tiles}</ul> }.into_any()
}

/// One craft.
pub fn craft(ctx: &Ctx, craft: &Craft, crafts: &Crafts, list: &[Card], places: &Places) -> Page {
    let l = ctx.l;
    let name = texts::pick(l, &craft.name_ar, &craft.name_en).to_owned();
    let items: Vec<AnyView> = crafts
        .items_of(&craft.code)
        .map(|item| {
            let word = texts::pick(l, &item.name_ar, &item.name_en).to_owned();
            let query = serde_urlencoded::to_string([("q", word.as_str()), ("craft", craft.code.as_str())]).unwrap_or_default();
            view! { <li><a href=ctx.link(&format!("/products?{query}"))>{word}</a></li> }.into_any()
        })
        .collect();
    let products = if list.is_empty() {
        empty(t!(l, catalogue.craft_empty), t!(l, catalogue.craft_empty_text), Some((ctx.link("/crafts"), t!(l, common.crafts))))
    } else {
        let all = ctx.link(&format!("/products?craft={}", craft.code));
        view! { {cards(ctx, list, places)}<p><a class="button quiet" href=all>{t!(l, catalogue.all_of_craft)}</a></p> }.into_any()
    };
    let body = view! { <h1>{name.clone()}</h1><ul class="chips">{items}</ul>{products} };
    let image = list.iter().find_map(|card| card.photo.as_ref()).map(|(address, _)| people::media::photo_path(address, 1280, "jpg"));
    let description = t!(l, catalogue.craft_description, name = &name);
    Page::new(name, body).public(description, format!("/crafts/{}", craft.code)).shows(of_the_market()).image(image)
}
