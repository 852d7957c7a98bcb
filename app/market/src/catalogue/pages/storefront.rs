//! A family's storefront: trade name, municipality, crafts, story, products; nothing else.

use std::time::Duration;

use leptos::prelude::*;
use serde_json::json;

use super::super::rules::STOREFRONT;
use super::super::types::Card;
use super::card::{cards, quality_mark};
use super::product::share;
use crate::families::Storefront;
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::t;
use ground::texts;
use ground::ui::{Page, band, empty, prose};
use people::crafts::Crafts;
use people::place::Places;

/// The storefront.
pub fn storefront(ctx: &Ctx, family: &Storefront, list: &[Card], places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let name = texts::pick(l, &family.trade_name, &family.trade_name_en).to_owned();
    let place = places.name(l, &family.municipality);
    let chips: Vec<AnyView> = family
        .crafts
        .iter()
        .map(|code| view! { <li><a href=ctx.link(&format!("/crafts/{code}"))>{crafts.name(l, code)}</a></li> }.into_any())
        .collect();
    let products = if list.is_empty() {
        empty(
            t!(l, catalogue.storefront_empty),
            t!(l, catalogue.storefront_empty_text),
            Some((ctx.link("/products"), t!(l, catalogue.all_products))),
        )
    } else {
        cards(ctx, list, places)
    };
    let mark = family.marked.then(|| view! { <p>{quality_mark(l)}" "<span class="small">{t!(l, catalogue.quality_mark_text)}</span></p> });
    let story = (!family.story.is_empty()).then(|| prose(&family.story));
    let body = view! {
        <div class="storefront">
            {band()}
            <h1>{name.clone()}</h1>
            <p class="lead">{t!(l, catalogue.family_of, place = place.clone())}</p>
            {mark}
            <ul class="chips">{chips}</ul>
            {story}
            {share(ctx, &name, &format!("/f/{}", family.id))}
            <h2>{t!(l, common.products)}</h2>
            {products}
        </div>
    };
    let image = list.iter().find_map(|card| card.photo.as_ref()).map(|(address, _)| people::media::photo_path(address, 1280, "jpg"));
    let path = format!("/families/{}", family.slug);
    let data = json!({
        "@context": "https://schema.org", "@type": "Store", "name": name, "url": ctx.site.address(&ctx.link(&path)),
        "areaServed": place, "parentOrganization": { "@type": "GovernmentOrganization", "name": t!(l, common.authority) },
    });
    let shows = list.iter().fold(Shows::one(family.id).and(STOREFRONT.of(family.id.0)), |shows, card| shows.and(card.id));
    let shows = shows.and_any(REFERENCE).lasting_for(Duration::from_secs(600)).today(ctx.now);
    let description = t!(l, catalogue.storefront_description, name = &name, place = &place);
    Page::new(name, body).public(description, path).shows(shows).image(image).json_ld(&data)
}
