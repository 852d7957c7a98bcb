//! One's own product: its steps, what is asked to change, what can be done.

use leptos::prelude::*;

use super::super::rules::{ProductState, VersionMove, VersionState};
use super::super::types::OwnProduct;
use super::mine::{pending_tag, tone};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::states::States;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, notice, tag};
use people::crafts::Crafts;

/// The three steps with what is done, then the actions that the state allows.
pub fn overview(ctx: &Ctx, own: &OwnProduct, returned: &[(String, String)], crafts: &Crafts) -> Page {
    let l = ctx.l;
    let (product, version) = (&own.product, &own.open);
    let id = product.id;
    let title = if version.what.title_ar.is_empty() { t!(l, catalogue.untitled) } else { version.what.title_ar.clone() };
    let missing = version.what.missing(crafts, version.photos.len(), product.price_from, day_in_tripoli(ctx.now));
    let pending = (product.has_live && product.has_draft).then_some(version.state);
    let locked = version.state == VersionState::InReview;
    let steps = [("photos", t!(l, catalogue.step_photos)), ("what", t!(l, catalogue.step_what)), ("price", t!(l, catalogue.step_price))];
    let begun = !version.what.title_ar.is_empty();
    let rows: Vec<AnyView> = steps
        .into_iter()
        .map(|(code, word)| {
            let asked: Vec<String> = returned.iter().filter(|(field, _)| step_of(field) == code).map(|(_, words)| words.clone()).collect();
            let mark = match (asked.is_empty(), missing.iter().any(|lack| lack.step() == code)) {
                (false, _) => tag(Tone::Attention, t!(l, families.to_change)),
                (true, true) => tag(Tone::Plain, t!(l, families.to_do)),
                (true, false) => tag(Tone::Good, t!(l, families.done)),
            };
            // Price and stock can be changed at any time; the rest waits while an officer reads.
            let name = if locked && code != "price" {
                view! { <span>{word}</span> }.into_any()
            } else {
                view! { <a href=ctx.link(&format!("/me/products/{id}/{code}"))>{word}</a> }.into_any()
            };
            let lacks: Vec<String> = missing.iter().filter(|lack| lack.step() == code).map(|lack| lack.word(l)).collect();
            let lacks = (begun && !lacks.is_empty()).then(|| {
                let lacks = lacks.join(if l == Locale::Ar { "، " } else { ", " });
                view! { <p class="small">{t!(l, catalogue.lacks_here, lacks = lacks)}</p> }
            });
            let asked = (!asked.is_empty()).then(|| view! { <p class="problem lines">{asked.join("\n")}</p> });
            view! { <li class="row"><div>{name}{lacks}{asked}</div>{mark}</li> }.into_any()
        })
        .collect();
    let open = product.has_draft && version.state.open();
    let send = (open && missing.is_empty())
        .then(|| view! { <p><a class="button" href=ctx.link(&format!("/me/products/{id}/check"))>{t!(l, catalogue.check_verb)}</a></p> });
    // An edit that was not sent is sent from the top: nobody looks for it below what is shown already.
    let (above, below) = if pending.is_some() { (send, None) } else { (None, send) };
    let edit_hint = (product.has_live && !product.has_draft).then(|| view! { <p class="hint">{t!(l, catalogue.edit_hint)}</p> });
    let state = match (product.state, product.withheld) {
        (ProductState::Published, true) => tag(Tone::Attention, t!(l, catalogue.withheld)),
        (state, _) => tag(tone(state), state.word(l)),
    };
    let live = product.slug.clone().filter(|_| product.shown());
    let live = live.map(|slug| view! { <a href=ctx.link(&format!("/products/{slug}"))>{t!(l, catalogue.see_live)}</a> });
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link("/me/products")>{t!(l, catalogue.mine_title)}</a></p>
            <h1 dir="auto">{title.clone()}</h1>
            <p>{state}" "{pending_tag(ctx, pending)}" "{live}</p>
            {said(l, product.state, pending)}
            {above}
            <ol class="rows tasks">{rows}</ol>
            {edit_hint}
            {below}
            {actions(ctx, own, pending)}
        </div>
    };
    Page::new(title, body)
}

/// What is said above the steps: where the product stands, and what is to be done.
fn said(l: Locale, state: ProductState, pending: Option<VersionState>) -> Option<AnyView> {
    match (state, pending) {
        (_, Some(VersionState::InReview)) => Some(notice(Tone::Waiting, t!(l, catalogue.live_stays))),
        (ProductState::InReview, _) => Some(notice(Tone::Waiting, t!(l, catalogue.in_review_text))),
        (_, Some(VersionState::Returned)) | (ProductState::Returned, _) => Some(notice(Tone::Attention, t!(l, catalogue.returned_text))),
        (_, Some(VersionState::Draft)) => Some(notice(Tone::Attention, t!(l, catalogue.edit_unsent))),
        _ => None,
    }
}

/// The step in which a field that was returned is changed.
fn step_of(field: &str) -> &'static str {
    match field {
        "photos" => "photos",
        "price" => "price",
        _ => "what",
    }
}

fn actions(ctx: &Ctx, own: &OwnProduct, pending: Option<VersionState>) -> AnyView {
    let l = ctx.l;
    let id = own.product.id;
    let button = |path: &str, verb: String| {
        view! {
            <form method="post" action=ctx.link(&format!("/me/products/{id}/{path}"))>
                <button class="button quiet" type="submit">{verb}</button>
            </form>
        }
        .into_any()
    };
    let mut buttons = Vec::new();
    if own.product.has_draft && own.open.state.can(VersionMove::Withdraw) {
        let hint = view! { <p class="hint">{t!(l, catalogue.withdraw_hint)}</p> };
        buttons.push(view! { <div>{button("withdraw", t!(l, catalogue.withdraw))}{hint}</div> }.into_any());
    }
    if pending == Some(VersionState::Draft) {
        let sure = button("discard", t!(l, catalogue.discard_sure));
        let hint = view! { <p class="hint">{t!(l, catalogue.discard_hint)}</p> };
        buttons.push(view! { <details><summary>{t!(l, catalogue.discard)}</summary>{hint}{sure}</details> }.into_any());
    }
    match own.product.state {
        ProductState::Published => buttons.push(button("shelf/pause", t!(l, catalogue.pause))),
        ProductState::Paused => buttons.push(button("shelf/resume", t!(l, catalogue.resume))),
        _ => {}
    }
    let held = own.product.has_draft && matches!(own.open.state, VersionState::InReview | VersionState::Returned);
    if !held {
        let sure = button("shelf/retire", t!(l, catalogue.retire_sure));
        let retire = view! { <details><summary>{t!(l, catalogue.retire)}</summary><p class="hint">{t!(l, catalogue.retire_hint)}</p>{sure}</details> };
        return view! { <div class="actions">{buttons}</div>{retire} }.into_any();
    }
    view! { <div class="actions">{buttons}</div> }.into_any()
}
