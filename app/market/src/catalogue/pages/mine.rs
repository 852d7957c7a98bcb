//! One's own products: what is live, waiting, returned and why.

use leptos::prelude::*;

use super::super::rules::{ProductState, VersionState};
use super::super::types::MineRow;
use super::card::{Loading, picture};
use crate::families::{FamilyState, OwnFamily};
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::ui::{Page, Tone, empty, notice, price, tag};

/// How a state is shown.
pub fn tone(state: ProductState) -> Tone {
    match state {
        ProductState::Published => Tone::Good,
        ProductState::InReview => Tone::Waiting,
        ProductState::Returned => Tone::Attention,
        ProductState::Refused | ProductState::Suspended => Tone::Danger,
        ProductState::Draft | ProductState::Paused | ProductState::Retired => Tone::Plain,
    }
}

/// A version beside the live one, in words.
pub fn pending_tag(ctx: &Ctx, pending: Option<VersionState>) -> AnyView {
    let l = ctx.l;
    match pending {
        Some(VersionState::Draft) => tag(Tone::Plain, t!(l, catalogue.pending_draft)),
        Some(VersionState::InReview) => tag(Tone::Waiting, t!(l, catalogue.pending_review)),
        Some(VersionState::Returned) => tag(Tone::Attention, t!(l, catalogue.pending_returned)),
        _ => ().into_any(),
    }
}

/// The list.
pub fn mine(ctx: &Ctx, rows: &[MineRow], family: Option<&OwnFamily>) -> Page {
    let l = ctx.l;
    let title = t!(l, catalogue.mine_title);
    let licensed = family.is_some_and(|family| family.licence_holds(ctx.now));
    let add = licensed.then(|| {
        view! { <form method="post" action=ctx.link("/me/products")><button class="button" type="submit">{t!(l, catalogue.add)}</button></form> }
    });
    let list = match (rows.is_empty(), licensed) {
        (true, false) => {
            let text = t!(l, catalogue.not_licensed_text);
            empty(t!(l, catalogue.not_licensed), text, Some((ctx.link("/me/family"), t!(l, families.application_title))))
        }
        (true, true) => empty(t!(l, catalogue.mine_empty), t!(l, catalogue.mine_empty_text), None),
        (false, _) => {
            let items: Vec<AnyView> = rows.iter().map(|row| item(ctx, row)).collect();
            view! { <ul class="rows">{items}</ul> }.into_any()
        }
    };
    let returned = rows.iter().any(|row| row.state == ProductState::Returned || row.pending == Some(VersionState::Returned));
    let returned = returned.then(|| notice(Tone::Attention, t!(l, catalogue.some_returned)));
    let hidden = family.filter(|family| matches!(family.state, FamilyState::Suspended | FamilyState::Expired));
    let hidden = hidden.map(|_| notice(Tone::Attention, t!(l, catalogue.hidden_now)));
    let body = view! { <div class="narrow"><h1>{title.clone()}</h1>{hidden}{returned}{add}{list}</div> };
    Page::new(title, body)
}

fn item(ctx: &Ctx, row: &MineRow) -> AnyView {
    let l = ctx.l;
    let name = if row.title.is_empty() { t!(l, catalogue.untitled) } else { row.title.clone() };
    let live = row.slug.as_ref().map(|slug| {
        view! { <a href=ctx.link(&format!("/products/{slug}"))>{t!(l, catalogue.see_live)}</a> }
    });
    let state = if row.withheld { tag(Tone::Attention, t!(l, catalogue.withheld)) } else { tag(tone(row.state), row.state.word(l)) };
    let why = (!row.why.is_empty()).then(|| view! { <p class="problem lines" dir="auto">{row.why.join("\n")}</p> });
    let price = (row.price_from.0 > 0).then(|| price(l, row.price_from));
    view! {
        <li class="row mine">
            {picture(row.photo.as_ref().map(|(a, c)| (a.as_str(), c.as_str())), String::new(), "6rem", Loading::WhenNear)}
            <div>
                <a href=ctx.link(&format!("/me/products/{}", row.id))><strong dir="auto">{name}</strong></a>
                <p>{state}" "{pending_tag(ctx, row.pending)}</p>
                {why}
                <p class="small">{price}" "{days::moment(l, row.changed_at)}" "{live}</p>
            </div>
        </li>
    }
    .into_any()
}
