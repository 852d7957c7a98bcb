//! All of a product before it is sent, and what happens after.

use leptos::prelude::*;

use super::super::rules::{Availability, ProductState};
use super::super::types::OwnProduct;
use super::card::{Loading, picture};
use super::product::what_facts;
use cases::casework::{CaseKind, policy};
use ground::ctx::Ctx;
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
            let stock = (!made_to_order).then(|| format!(" × {}", variant.stock));
            view! { <li class="row"><span dir="auto">{variant.name_ar.clone()}</span><span>{price(l, variant.price)}<bdi>{stock}</bdi></span></li> }
                .into_any()
        })
        .collect();
    let trusted = own.trusted.then(|| notice(Tone::Good, t!(l, catalogue.trusted)));
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
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
                <p>{own.product.offer.availability.word(l)}</p>
                <ul class="rows">{variants}</ul>
            </section>
            {trusted}
            <form method="post">{submit(t!(l, catalogue.send_verb))}</form>
        </div>
    };
    Page::new(title, body)
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
