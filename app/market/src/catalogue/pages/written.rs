//! What a family has written of its products, for itself.

use leptos::prelude::*;

use super::super::types::{Product, VersionView};
use super::product::what_facts;
use ground::ctx::Ctx;
use ground::t;
use ground::ui::{fact, facts, price, prose};
use people::crafts::Crafts;

/// Each product with its prices and all its versions.
pub fn written_panel(ctx: &Ctx, products: &[(Product, Vec<VersionView>)], crafts: &Crafts) -> AnyView {
    let panels: Vec<AnyView> = products.iter().map(|(product, versions)| panel(ctx, product, versions, crafts)).collect();
    panels.into_any()
}

fn panel(ctx: &Ctx, product: &Product, versions: &[VersionView], crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let title = versions.last().map(|version| version.what.title_ar.clone()).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| t!(l, catalogue.untitled));
    let variants = product.offer.variants.iter().map(|variant| {
        view! { <li>{variant.name_ar.clone()}" "{variant.name_en.clone()}" "{price(l, variant.price)}{format!(" × {}", variant.stock)}</li> }.into_any()
    });
    let variants: Vec<AnyView> = variants.collect();
    let versions: Vec<AnyView> = versions.iter().enumerate().map(|(n, version)| written(ctx, n + 1, version, crafts)).collect();
    view! {
        <h3 dir="auto">{title}</h3>
        <p>{product.state.word(l)}" — "{product.offer.availability.word(l)}</p>
        <ul>{variants}</ul>
        {versions}
    }
    .into_any()
}

fn written(ctx: &Ctx, n: usize, version: &VersionView, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let what = &version.what;
    let photos: Vec<AnyView> = version
        .photos
        .iter()
        .enumerate()
        .map(|(n, photo)| {
            let words = t!(l, catalogue.photo_of, title = &what.title_ar, n = n + 1);
            view! { <li><a href=photo.path(1280, "jpg")>{words}</a>" "<span dir="auto">{photo.alt.clone()}</span></li> }.into_any()
        })
        .collect();
    let english = [fact(t!(l, catalogue.title_en), &what.title_en), fact(t!(l, catalogue.description_en), &what.description_en)];
    view! {
        <h4>{t!(l, catalogue.version_n, n = n)}" — "<span dir="auto">{what.title_ar.clone()}</span></h4>
        {facts(what_facts(l, what, crafts))}
        {prose(&what.description_ar)}
        {facts(english.into_iter().flatten().collect())}
        <ul>{photos}</ul>
    }
    .into_any()
}
