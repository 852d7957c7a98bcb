//! A product for an officer: what was sent beside what is shown now.

use leptos::prelude::*;

use super::super::rules::Availability;
use super::super::types::{ForDesk, Product, Report, Twin, VersionView};
use super::card::{Loading, picture};
use super::product::what_facts;
use ground::ctx::Ctx;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Tone, fact, facts, notice, price, prose};
use people::crafts::Crafts;

/// Old and new side by side, with price and what the program noticed.
pub fn case_panel(ctx: &Ctx, desk: &ForDesk, crafts: &Crafts, flags: &str) -> AnyView {
    let l = ctx.l;
    let photo_used = flags.split(',').any(|flag| flag.starts_with("photo")).then(|| notice(Tone::Attention, t!(l, catalogue.photo_used)));
    let mut columns = Vec::new();
    if let Some(live) = &desk.live {
        columns.push(column(ctx, live, crafts, t!(l, catalogue.shown_now), None));
    }
    let heading = if desk.live.is_some() { t!(l, catalogue.new_version) } else { t!(l, catalogue.sent_version) };
    columns.push(column(ctx, &desk.sent, crafts, heading, desk.live.as_ref()));
    let slug = desk.product.slug.clone().filter(|_| desk.product.shown());
    let shown = slug.map(|slug| view! { <a href=ctx.link(&format!("/products/{slug}"))>{t!(l, catalogue.see_live)}</a> });
    view! {
        {photo_used}
        {twins(ctx, &desk.twins)}
        <p>{t!(l, catalogue.made_by)}" "<strong>{desk.family.clone()}</strong>{format!(" — {}", desk.product.offer.availability.word(l))}" "{shown}</p>
        <ul>{variants(l, &desk.product)}</ul>
        <div class="columns">{columns}</div>
    }
    .into_any()
}

fn variants(l: Locale, product: &Product) -> Vec<AnyView> {
    let variants = product.offer.variants.iter().map(|variant| {
        // What is made to order has no stock.
        let stock = (product.offer.availability == Availability::InStock).then(|| format!(" × {}", variant.stock));
        view! { <li>{variant.name_ar.clone()}" "{price(l, variant.price)}{stock}</li> }.into_any()
    });
    variants.collect()
}

/// Photos of other families that look like one that was sent, with where they stand.
fn twins(ctx: &Ctx, twins: &[Twin]) -> AnyView {
    let l = ctx.l;
    let items: Vec<AnyView> = twins
        .iter()
        .map(|twin| {
            let photo = picture(Some((&twin.photo.address, &twin.photo.color)), String::new(), "12rem", Loading::WhenNear);
            let words = match &twin.shown {
                Some((slug, title, family)) => {
                    let link = ctx.link(&format!("/products/{slug}"));
                    view! { <p class="small">{t!(l, catalogue.twin_of)}" "<bdi>{family.clone()}</bdi>": "<a href=link dir="auto">{title.clone()}</a></p> }.into_any()
                }
                None => view! { <p class="small">{t!(l, catalogue.twin_hidden)}</p> }.into_any(),
            };
            view! { <li>{photo}{words}</li> }.into_any()
        })
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <ul class="thumbs">{items}</ul> }.into_any()
}

fn column(ctx: &Ctx, v: &VersionView, crafts: &Crafts, heading: String, before: Option<&VersionView>) -> AnyView {
    let l = ctx.l;
    let photos: Vec<AnyView> = v
        .photos
        .iter()
        .enumerate()
        .map(|(n, photo)| {
            let large = photo.path(1280, "jpg");
            let alt = t!(l, catalogue.photo_of, title = &v.what.title_ar, n = n + 1);
            let words = photo.alt.clone();
            let picture = picture(Some((&photo.address, &photo.color)), alt, "12rem", Loading::WhenNear);
            view! { <li><a href=large>{picture}</a><p class="small" dir="auto">{words}</p></li> }.into_any()
        })
        .collect();
    let changed = before.map(|before| notice(Tone::Plain, t!(l, catalogue.changed, parts = changed_parts(l, before, v).join(" · "))));
    let more = [fact(t!(l, catalogue.title_en), &v.what.title_en), fact(t!(l, catalogue.description_en), &v.what.description_en)];
    let more = more.into_iter().flatten().collect();
    view! {
        <div class="column">
            <h2>{heading}</h2>
            {changed}
            <h3 dir="auto">{v.what.title_ar.clone()}</h3>
            <ul class="thumbs">{photos}</ul>
            {facts(what_facts(l, &v.what, crafts))}
            {prose(&v.what.description_ar)}
            {facts(more)}
        </div>
    }
    .into_any()
}

/// The parts of a version that are others than before, in words.
fn changed_parts(l: Locale, before: &VersionView, now: &VersionView) -> Vec<String> {
    let (old, new) = (&before.what, &now.what);
    let photos = before.photos.iter().map(|photo| &photo.address).ne(now.photos.iter().map(|photo| &photo.address));
    let details = (&old.craft, &old.material, old.making, &old.size, &old.care, &old.ingredients, &old.allergens, &old.permit_number)
        != (&new.craft, &new.material, new.making, &new.size, &new.care, &new.ingredients, &new.allergens, &new.permit_number);
    let parts = [
        (old.title_ar != new.title_ar || old.title_en != new.title_en, t!(l, catalogue.title_ar)),
        (old.description_ar != new.description_ar || old.description_en != new.description_en, t!(l, catalogue.description_ar)),
        (photos, t!(l, catalogue.step_photos)),
        (details, t!(l, catalogue.details)),
    ];
    parts.into_iter().filter(|(changed, _)| *changed).map(|(_, word)| word).collect()
}

/// A report with the product it is about.
pub fn report_panel(ctx: &Ctx, report: &Report, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let rows = [
        fact(t!(l, catalogue.report_reason), &report.reason.word(l)),
        fact(t!(l, catalogue.report_words), &report.words),
        fact(t!(l, catalogue.report_contact), &report.contact),
    ];
    view! { {facts(rows.into_iter().flatten().collect())}{case_panel(ctx, &report.product, crafts, "")} }.into_any()
}
