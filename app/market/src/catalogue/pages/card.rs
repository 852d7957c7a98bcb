//! A product as a card.

use leptos::prelude::*;

use super::super::rules::Availability;
use super::super::types::Card;
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::ids::{FamilyId, ProductId};
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Tone, price, tag};
use people::media::photo_path;
use people::place::Places;

/// What lists of products show.
pub(super) fn of_the_market() -> Shows {
    Shows::any(ProductId::KIND).and_any(FamilyId::KIND).and_any(REFERENCE)
}

/// A grid of cards. The first row loads at once, the others when they come near.
pub fn cards(ctx: &Ctx, cards: &[Card], places: &Places) -> AnyView {
    let cards: Vec<AnyView> = cards.iter().enumerate().map(|(n, c)| card(ctx, c, places, Loading::of(n, 4))).collect();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

fn card(ctx: &Ctx, c: &Card, places: &Places, loading: Loading) -> AnyView {
    let l = ctx.l;
    let title = texts::pick(l, &c.title_ar, &c.title_en).to_owned();
    // The title beside it names the photo; an alt that repeats it would be read twice.
    let alt = c.alt.clone();
    let picture = match &c.photo {
        Some((address, color)) => picture(Some((address, color)), alt, "(min-width: 60rem) 17rem, (min-width: 34rem) 33vw, 50vw", loading),
        None => motif(&c.craft),
    };
    let from = c.several.then(|| view! { <small>{t!(l, catalogue.price_from)}" "</small> });
    let state = match c.availability {
        _ if c.sold_out => Some(tag(Tone::Attention, t!(l, catalogue.sold_out))),
        Availability::MadeToOrder => Some(tag(Tone::Plain, t!(l, catalogue.made_to_order))),
        Availability::InStock => None,
    };
    view! {
        <li class="card">
            <a href=ctx.link(&format!("/products/{}", c.slug))>
                {picture}
                <span class="card-title" dir="auto">{title}</span>
            </a>
            <p class="card-price">{from}{price(l, c.price_from)}" "{state}</p>
            <p class="small">{places.name(l, &c.municipality)}{c.marked.then(|| view! { " "{quality_mark(l)} })}</p>
        </li>
    }
    .into_any()
}

/// The quality mark (علامة الجودة): somebody of the family holds a valid certificate of a quality-control course.
pub fn quality_mark(l: Locale) -> AnyView {
    view! {
        <span class="mark">
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M8 0l2 2.2 2.9-.5.5 2.9L16 8l-2.6 3.4-.5 2.9-2.9-.5L8 16l-2-2.2-2.9.5-.5-2.9L0 8l2.6-3.4.5-2.9 2.9.5z"></path><path class="tick" d="M4.8 8.2l2.2 2.2 4.2-4.4"></path></svg>
            <span>{t!(l, catalogue.quality_mark)}</span>
        </span>
    }
    .into_any()
}

/// Address of the picture that stands for a craft, where a product has no photo yet.
pub fn motif_path(craft: &str) -> String {
    format!("/media/craft/{craft}.jpg")
}

/// The picture that stands for a craft.
pub fn motif(craft: &str) -> AnyView {
    view! { <div class="photo"><img src=motif_path(craft) alt="" width="640" height="480" loading="lazy" decoding="async"/></div> }
        .into_any()
}

/// When a photo is fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// With the page: it is seen first.
    AtOnce,
    /// When the reader comes near.
    WhenNear,
}

impl Loading {
    /// Of a photo at a place, from 0, where the first so many are seen without scrolling.
    pub fn of(place: usize, first: usize) -> Self {
        if place < first { Loading::AtOnce } else { Loading::WhenNear }
    }
}

/// A 4:3 photo in the sizes there are, on its own colour until it has come.
pub fn picture(photo: Option<(&str, &str)>, alt: String, sizes: &'static str, loading: Loading) -> AnyView {
    let Some((address, color)) = photo else {
        return view! { <div class="photo none" aria-hidden="true"></div> }.into_any();
    };
    let (word, priority) = match loading {
        Loading::AtOnce => ("eager", Some("high")),
        Loading::WhenNear => ("lazy", None),
    };
    let set = |extension: &str| {
        let one = |width: u32| format!("{} {width}w", photo_path(address, width, extension));
        people::media::WIDTHS.map(one).join(", ")
    };
    view! {
        <div class="photo">
            <svg class="ground" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 1 1"><rect width="1" height="1" fill=color.to_owned()></rect></svg>
            <picture>
                <source type="image/webp" srcset=set("webp") sizes=sizes/>
                <img src=photo_path(address, 640, "jpg") srcset=set("jpg") sizes=sizes alt=alt width="640" height="480"
                    loading=word decoding="async" fetchpriority=priority/>
            </picture>
        </div>
    }
    .into_any()
}
