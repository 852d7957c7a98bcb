//! A product for an officer: what was sent beside what is shown now.

use leptos::prelude::*;

use super::super::entity::report;
use super::super::for_desk::{ForDesk, Twin};
use super::super::reads::VersionView;
use super::super::rules::{Availability, ProductState};
use super::card::picture;
use super::product::version_details;
use super::report::report_reason_word;
use ground::ctx::Ctx;
use ground::money::Money;
use ground::t;
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
    let variants: Vec<AnyView> = desk
        .variants
        .iter()
        .map(|variant| {
            // What is made to order has no stock.
            let stock = (desk.product.availability == Availability::InStock).then(|| format!(" × {}", variant.stock));
            view! { <li>{variant.name_ar.clone()}" "{price(l, Money(variant.price))}{stock}</li> }.into_any()
        })
        .collect();
    let slug = desk.product.slug.clone().filter(|_| desk.product.state == ProductState::Published && !desk.product.withheld);
    let shown = slug.map(|slug| view! { <a href=ctx.link(&format!("/products/{slug}"))>{t!(l, catalogue.see_live)}</a> });
    view! {
        {photo_used}
        {twins(ctx, &desk.twins)}
        <p>{t!(l, catalogue.made_by)}" "<strong>{desk.family.clone()}</strong>{format!(" — {}", desk.product.availability.word(l))}" "{shown}</p>
        <ul>{variants}</ul>
        <div class="columns">{columns}</div>
    }
    .into_any()
}

/// Photos of other families that look like one that was sent, with where they stand.
fn twins(ctx: &Ctx, twins: &[Twin]) -> AnyView {
    let l = ctx.l;
    let items: Vec<AnyView> = twins
        .iter()
        .map(|twin| {
            let photo = picture(Some((&twin.photo.address, &twin.photo.color)), String::new(), "12rem", false);
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
            let alt = t!(l, catalogue.photo_of, title = &v.version.title_ar, n = n + 1);
            let words = photo.alt.clone();
            let picture = picture(Some((&photo.address, &photo.color)), alt, "12rem", false);
            view! { <li><a href=large>{picture}</a><p class="small" dir="auto">{words}</p></li> }.into_any()
        })
        .collect();
    let changed = before.map(|before| {
        let (old, new) = (&before.version, &v.version);
        let mut parts = Vec::new();
        if old.title_ar != new.title_ar || old.title_en != new.title_en {
            parts.push(t!(l, catalogue.title_ar));
        }
        if old.description_ar != new.description_ar || old.description_en != new.description_en {
            parts.push(t!(l, catalogue.description_ar));
        }
        if before.photos.iter().map(|p| &p.address).ne(v.photos.iter().map(|p| &p.address)) {
            parts.push(t!(l, catalogue.step_photos));
        }
        let others =
            (&old.craft_code, &old.material, &old.making, &old.size, &old.care, &old.ingredients, &old.allergens, &old.permit_number)
                != (
                    &new.craft_code,
                    &new.material,
                    &new.making,
                    &new.size,
                    &new.care,
                    &new.ingredients,
                    &new.allergens,
                    &new.permit_number,
                );
        if others {
            parts.push(t!(l, catalogue.details));
        }
        notice(Tone::Plain, t!(l, catalogue.changed, parts = parts.join(" · ")))
    });
    let permit = v.version.permit_expires_on.as_deref().unwrap_or_default();
    let english = [
        fact(t!(l, catalogue.permit_expires), permit),
        fact(t!(l, catalogue.title_en), &v.version.title_en),
        fact(t!(l, catalogue.description_en), &v.version.description_en),
    ];
    let english = english.into_iter().flatten().collect();
    view! {
        <div class="column">
            <h2>{heading}</h2>
            {changed}
            <h3 dir="auto">{v.version.title_ar.clone()}</h3>
            <ul class="thumbs">{photos}</ul>
            {facts(version_details(l, &v.version, crafts))}
            {prose(&v.version.description_ar)}
            {facts(english)}
        </div>
    }
    .into_any()
}

/// A report with the product it is about.
pub fn report_panel(ctx: &Ctx, report: &report::Model, desk: &ForDesk, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let rows = [
        fact(t!(l, catalogue.report_reason), &report_reason_word(l, &report.reason)),
        fact(t!(l, catalogue.report_words), &report.words),
        fact(t!(l, catalogue.report_contact), &report.contact),
    ];
    view! { {facts(rows.into_iter().flatten().collect())}{case_panel(ctx, desk, crafts, "")} }.into_any()
}
