//! A product that its family has taken off for a while, for who comes by a link.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::super::types::{Card, Paused};
use super::card::{cards, motif};
use ground::ctx::Ctx;
use ground::t;
use ground::texts;
use ground::ui::{Page, Tone, notice};
use people::place::Places;

/// Cards of what is like it.
const LIKE: usize = 6;

/// What it was, who makes it, and what is like it. Search engines are told that it is not there.
pub fn paused(ctx: &Ctx, view: &Paused, like: &[Card], places: &Places) -> Page {
    let l = ctx.l;
    let title = texts::pick(l, &view.title_ar, &view.title_en).to_owned();
    let family = texts::pick(l, &view.family.ar, &view.family.en).to_owned();
    let like = like.get(..LIKE).unwrap_or(like);
    let like = (!like.is_empty()).then(|| view! { <section><h2>{t!(l, catalogue.like_it)}</h2>{cards(ctx, like, places)}</section> });
    let body = view! {
        <article class="product">
            <div class="product-top">
                {motif(&view.craft)}
                <div class="buy">
                    <h1 dir="auto">{title.clone()}</h1>
                    {notice(Tone::Attention, t!(l, catalogue.paused_text))}
                    <p class="by">
                        {t!(l, catalogue.made_by)}" "<a href=ctx.link(&format!("/families/{}", view.family.slug))>{family}</a>
                    </p>
                    <p><a class="button" href=ctx.link(&format!("/families/{}", view.family.slug))>{t!(l, catalogue.see_family)}</a></p>
                </div>
            </div>
            {like}
        </article>
    };
    Page::new(title, body).status(StatusCode::NOT_FOUND)
}
