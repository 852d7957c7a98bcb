//! All of a product before it is sent, and what happens after.

use leptos::prelude::*;

use super::super::rules::{Availability, ProductState};
use super::super::types::{Lack, OwnProduct};
use super::card::{Loading, picture};
use super::product::what_facts;
use cases::casework::{CaseKind, policy};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::t;
use ground::ui::{Page, Tone, band, facts, notice, price, prose, submit};
use people::crafts::Crafts;

/// Photos, answers, price, and the button that sends.
pub fn check(ctx: &Ctx, own: &OwnProduct, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let title = t!(l, catalogue.check_title);
    let id = own.product.id;
    let change = |step: &str| ctx.link(&format!("/me/products/{id}/{step}"));
    let photos: Vec<AnyView> = own
        .open
        .photos
        .iter()
        .map(|photo| {
            view! { <li>{picture(Some((&photo.address, &photo.color)), photo.alt.clone(), "10rem", Loading::WhenNear)}</li> }.into_any()
        })
        .collect();
    let made_to_order = own.product.offer.availability == Availability::MadeToOrder;
    let variants: Vec<AnyView> = own
        .product
        .offer
        .variants
        .iter()
        .map(|variant| {
            let stock = (!made_to_order).then(|| format!(" · {}", t!(l, catalogue.pieces_there, count = variant.stock)));
            view! { <li class="row"><span dir="auto">{variant.name_ar.clone()}</span><span>{price(l, variant.price)}{stock}</span></li> }
                .into_any()
        })
        .collect();
    let missing = own.open.what.missing(crafts, own.open.photos.len(), own.product.price_from, day_in_tripoli(ctx.now));
    let trusted = (own.trusted && missing.is_empty()).then(|| notice(Tone::Good, t!(l, catalogue.trusted)));
    let send = missing.is_empty().then(|| view! { <form method="post">{submit(t!(l, catalogue.send_verb))}</form> });
    let ready = made_to_order.then(|| format!(" · {}", t!(l, catalogue.ready_in, count = own.product.offer.lead_days)));
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            {lacks(ctx, own, &missing)}
            <section class="answers">
                <header><h2>{t!(l, catalogue.step_photos)}</h2><a href=change("photos")>{t!(l, common.change)}</a></header>
                <ul class="thumbs">{photos}</ul>
            </section>
            <section class="answers">
                <header><h2>{own.open.what.title_ar.clone()}</h2><a href=change("what")>{t!(l, common.change)}</a></header>
                {facts(what_facts(l, &own.open.what, crafts))}
                {prose(&own.open.what.description_ar)}
            </section>
            <section class="answers">
                <header><h2>{t!(l, catalogue.step_price)}</h2><a href=change("price")>{t!(l, common.change)}</a></header>
                <p>{own.product.offer.availability.word(l)}{ready}</p>
                <ul class="rows">{variants}</ul>
            </section>
            {trusted}
            {send}
        </div>
    };
    Page::new(title, body)
}

/// What keeps it from being sent, each with the way to its field.
fn lacks(ctx: &Ctx, own: &OwnProduct, missing: &[Lack]) -> Option<AnyView> {
    let l = ctx.l;
    let row = |lack: &Lack| {
        let path = ctx.link(&format!("/me/products/{}/{}", own.product.id, lack.step()));
        view! { <li><a href=format!("{path}#f-{}", lack.field())>{lack.word(l)}</a></li> }.into_any()
    };
    let rows: Vec<AnyView> = missing.iter().map(row).collect();
    (!rows.is_empty())
        .then(|| view! { <div class="notice attention" role="status"><p>{t!(l, catalogue.lacks)}</p><ul>{rows}</ul></div> }.into_any())
}

/// The product was sent, or is on the market already.
pub fn sent(ctx: &Ctx, own: &OwnProduct, reference: Option<&str>) -> Page {
    let l = ctx.l;
    let published = own.product.state == ProductState::Published && !own.product.has_draft;
    let title = if published { t!(l, catalogue.sent_published) } else { t!(l, catalogue.sent_title) };
    let next = if published {
        let live = own.product.slug.clone().unwrap_or_default();
        view! { <a class="button" href=ctx.link(&format!("/products/{live}"))>{t!(l, catalogue.see_live)}</a> }.into_any()
    } else {
        let days = t!(l, common.n_work_days, count = policy(CaseKind::Product).days);
        view! {
            {reference.map(|number| view! { <p class="reference">{t!(l, families.sent_reference)}<br/><bdi>{number.to_owned()}</bdi></p> })}
            <p>{t!(l, catalogue.sent_text, days = days)}</p>
        }
        .into_any()
    };
    let body = view! {
        <div class="narrow confirmation">
            {band()}
            <h1>{title.clone()}</h1>
            {next}
            <p><a class="button quiet" href=ctx.link("/me/products")>{t!(l, catalogue.mine_title)}</a></p>
        </div>
    };
    Page::new(title, body)
}
