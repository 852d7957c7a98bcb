//! A product's public page.

use std::time::Duration;

use leptos::prelude::*;
use serde_json::json;

use super::super::rules::Availability;
use super::super::types::{Offer, Product, ProductView, What};
use super::card::{Loading, motif, motif_path, picture, quality_mark};
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::days;
use ground::money;
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Page, Tone, fact, facts, price, prose, tag};
use people::crafts::Crafts;
use people::place::Places;

/// Photos, price, what it is, who makes it.
pub fn product(ctx: &Ctx, v: &ProductView, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let (product, what) = (&v.product, &v.live.what);
    let title = texts::pick(l, &what.title_ar, &what.title_en).to_owned();
    let description = texts::pick(l, &what.description_ar, &what.description_en).to_owned();
    let slug = product.slug.clone().unwrap_or_default();
    let family = &v.family;
    let craft = what.craft.as_str();
    let municipality = product.municipality.as_deref().unwrap_or_default();
    let several = product.offer.variants.iter().any(|variant| variant.price != product.price_from);
    let from = several.then(|| view! { <small>{t!(l, catalogue.price_from)}" "</small> });
    let shows = Shows::one(product.id).and(product.family).and_any(REFERENCE).lasting_for(Duration::from_secs(600)).today(ctx.now);
    let food = food_facts(l, what);
    let body = view! {
        <article class="product">
            <nav class="crumbs" aria-label=t!(l, catalogue.path)>
                <a href=ctx.link("/products")>{t!(l, common.products)}</a>
                <a href=ctx.link(&format!("/crafts/{craft}"))>{crafts.name(l, craft)}</a>
            </nav>
            <div class="product-top">
                {gallery(ctx, v, &title)}
                <div class="buy">
                    <h1 dir="auto">{title.clone()}</h1>
                    <p class="big-price">{from}{price(l, product.price_from)}</p>
                    <p>{stock_words(l, product)}</p>
                    {variants(l, &product.offer)}
                    <p class="by">
                        {t!(l, catalogue.made_by)}" "
                        <a href=ctx.link(&format!("/families/{}", family.slug))>{texts::pick(l, &family.ar, &family.en).to_owned()}</a>
                        {format!(" — {}", places.name(l, municipality))}
                    </p>
                    {family.marked.then(|| view! { <p>{quality_mark(l)}" "<span class="small">{t!(l, catalogue.quality_mark_text)}</span></p> })}
                    {how_to_buy(ctx, v, municipality, places)}
                    {share(ctx, &title, &format!("/p/{}", product.id))}
                </div>
            </div>
            {(!food.is_empty()).then(|| view! { <section><h2>{t!(l, catalogue.food_facts)}</h2>{facts(food)}</section> })}
            <section><h2>{t!(l, catalogue.about)}</h2>{prose(&description)}</section>
            <section><h2>{t!(l, catalogue.details)}</h2>{facts(made_facts(l, what, crafts))}</section>
            <p class="small"><a href=ctx.link(&format!("/products/{slug}/report")) rel="nofollow">{t!(l, catalogue.report_link)}</a></p>
        </article>
    };
    let summary: String = description.chars().take(155).collect();
    let image = v.live.photos.first().map_or_else(|| motif_path(craft), |photo| photo.path(1280, "jpg"));
    let data = json_ld(ctx, v, &title, &description, &slug);
    Page::new(title, body).public(summary, format!("/products/{slug}")).shows(shows).image(Some(image)).json_ld(&data)
}

fn gallery(ctx: &Ctx, v: &ProductView, title: &str) -> AnyView {
    let l = ctx.l;
    let photos: Vec<AnyView> = v
        .live
        .photos
        .iter()
        .enumerate()
        .map(|(n, photo)| {
            let alt = match (photo.alt.is_empty(), n) {
                (false, _) => photo.alt.clone(),
                (true, 0) => title.to_owned(),
                (true, n) => t!(l, catalogue.photo_of, title = title, n = n + 1),
            };
            let picture = picture(Some((&photo.address, &photo.color)), alt, "(min-width: 60rem) 34rem, 100vw", Loading::of(n, 1));
            view! { <li>{picture}</li> }.into_any()
        })
        .collect();
    if photos.is_empty() {
        return motif(&v.live.what.craft);
    }
    view! { <ul class="gallery" tabindex="0" aria-label=t!(l, catalogue.photos)>{photos}</ul> }.into_any()
}

fn stock_words(l: Locale, product: &Product) -> AnyView {
    match product.offer.availability {
        there if there.sold_out(product.stock) => tag(Tone::Attention, t!(l, catalogue.sold_out)),
        Availability::InStock => tag(Tone::Good, t!(l, catalogue.in_stock)),
        Availability::MadeToOrder => tag(Tone::Plain, t!(l, catalogue.ready_in, count = product.offer.lead_days)),
    }
}

fn variants(l: Locale, offer: &Offer) -> AnyView {
    if offer.variants.len() < 2 {
        return ().into_any();
    }
    let rows: Vec<AnyView> = offer
        .variants
        .iter()
        .map(|variant| {
            let name = texts::pick(l, &variant.name_ar, &variant.name_en).to_owned();
            let gone = offer.availability.sold_out(variant.stock).then(|| tag(Tone::Attention, t!(l, catalogue.sold_out)));
            view! { <tr><th scope="row" dir="auto">{name}</th><td>{price(l, variant.price)}" "{gone}</td></tr> }.into_any()
        })
        .collect();
    view! { <table class="variants"><caption>{t!(l, catalogue.variants)}</caption><tbody>{rows}</tbody></table> }.into_any()
}

/// Where a buyer asks for it: the branch of the Authority where the family lives. What is sold out leads to what else the family has.
fn how_to_buy(ctx: &Ctx, v: &ProductView, municipality: &str, places: &Places) -> AnyView {
    let l = ctx.l;
    if v.product.offer.availability.sold_out(v.product.stock) {
        let words = t!(l, catalogue.sold_out_text);
        return view! { <p><a href=ctx.link(&format!("/families/{}", v.family.slug))>{words}</a></p> }.into_any();
    }
    let branch = places.municipality(municipality).and_then(|m| m.branch_id);
    let branch = branch.and_then(|id| places.branches.iter().find(|branch| branch.id == id));
    let words = match branch {
        Some(branch) => t!(l, catalogue.buy_at, branch = texts::pick(l, &branch.name_ar, &branch.name_en)),
        None => t!(l, catalogue.buy_at_office),
    };
    let there = branch.map(|branch| format!("#branch-{}", branch.id)).unwrap_or_default();
    view! { <p>{words}" "<a href=ctx.link(&format!("/branches{there}"))>{t!(l, catalogue.where_branches_are)}</a></p> }.into_any()
}

/// Links that share a page by its short address.
pub(super) fn share(ctx: &Ctx, title: &str, short: &str) -> AnyView {
    let address = ctx.site.address(&ctx.link(short));
    let text = percent_encoding::utf8_percent_encode(&format!("{title}\n{address}"), percent_encoding::NON_ALPHANUMERIC).to_string();
    let encoded = percent_encoding::utf8_percent_encode(&address, percent_encoding::NON_ALPHANUMERIC).to_string();
    view! {
        <p class="share">
            <a class="button quiet" href=format!("https://wa.me/?text={text}") rel="noopener nofollow">{t!(ctx.l, catalogue.share_whatsapp)}</a>
            <a class="button quiet" href=format!("https://www.facebook.com/sharer/sharer.php?u={encoded}") rel="noopener nofollow">{t!(ctx.l, catalogue.share_facebook)}</a>
        </p>
    }
    .into_any()
}

/// What a version says, in the order in which a buyer asks.
pub fn what_facts(l: Locale, what: &What, crafts: &Crafts) -> Vec<(String, AnyView)> {
    made_facts(l, what, crafts).into_iter().chain(food_facts(l, what)).collect()
}

/// What it is and how it was made.
fn made_facts(l: Locale, what: &What, crafts: &Crafts) -> Vec<(String, AnyView)> {
    let item = what.item.as_deref().map(|code| crafts.item_name(l, code)).unwrap_or_default();
    let making = what.making.map(|making| making.word(l)).unwrap_or_default();
    let weight = what.weight_grams.map(|grams| t!(l, catalogue.grams, count = grams)).unwrap_or_default();
    let rows = [
        fact(t!(l, catalogue.craft), &crafts.name(l, &what.craft)),
        fact(t!(l, catalogue.item), &item),
        fact(t!(l, catalogue.material), &what.material),
        fact(t!(l, catalogue.making), &making),
        fact(t!(l, catalogue.size), &what.size),
        fact(t!(l, catalogue.weight), &weight),
        fact(t!(l, catalogue.care), &what.care),
    ];
    rows.into_iter().flatten().collect()
}

/// What who eats it has to know; nothing of what is no food.
fn food_facts(l: Locale, what: &What) -> Vec<(String, AnyView)> {
    let shelf = what.shelf_life_days.map(|days| t!(l, common.n_days, count = days)).unwrap_or_default();
    let rows = [
        fact(t!(l, catalogue.allergens), &what.allergens),
        fact(t!(l, catalogue.ingredients), &what.ingredients),
        fact(t!(l, catalogue.shelf_life), &shelf),
        fact(t!(l, catalogue.permit_number), &what.permit_number),
        fact(t!(l, catalogue.permit_expires), &what.permit_expires_on.map(|day| days::date(l, day)).unwrap_or_default()),
    ];
    rows.into_iter().flatten().collect()
}

fn json_ld(ctx: &Ctx, v: &ProductView, title: &str, description: &str, slug: &str) -> serde_json::Value {
    let there = !v.product.offer.availability.sold_out(v.product.stock);
    let images: Vec<String> = v.live.photos.iter().map(|photo| ctx.site.address(&photo.path(1280, "jpg"))).collect();
    json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title,
        "description": description,
        "image": images,
        "url": ctx.site.address(&ctx.link(&format!("/products/{slug}"))),
        "brand": { "@type": "Brand", "name": texts::pick(ctx.l, &v.family.ar, &v.family.en) },
        "offers": {
            "@type": "Offer",
            "price": money::plain(v.product.price_from),
            "priceCurrency": "LYD",
            "availability": if there { "https://schema.org/InStock" } else { "https://schema.org/OutOfStock" },
        },
    })
}
