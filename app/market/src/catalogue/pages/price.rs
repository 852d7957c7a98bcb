//! Step three: price and stock.

use leptos::prelude::*;

use super::super::rules::{Availability, MOST_VARIANTS};
use super::super::types::OwnProduct;
use super::stepper::stepper;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, Tone, error_summary, hidden, notice, radios, submit};
use people::crafts::Crafts;

/// Availability, and a price for each variant.
pub fn price(ctx: &Ctx, own: &OwnProduct, filled: &Filled, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let title = t!(l, catalogue.step_price);
    let rows = filled.form.get("rows").parse::<usize>().unwrap_or(1).clamp(1, MOST_VARIANTS);
    let availabilities = [
        (Availability::InStock.code(), Availability::InStock.word(l), Some(t!(l, catalogue.in_stock_help))),
        (Availability::MadeToOrder.code(), Availability::MadeToOrder.word(l), Some(t!(l, catalogue.made_to_order_help))),
    ];
    let variants: Vec<AnyView> = (0..rows).map(|n| variant(ctx, filled, n, rows)).collect();
    let at_once = own.product.has_live.then(|| notice(Tone::Plain, t!(l, catalogue.price_at_once)));
    let at = ctx.link(&format!("/me/products/{}/price", own.product.id));
    let more_at = format!("{at}/more");
    let more = (rows < MOST_VARIANTS)
        .then(|| view! { <button class="button quiet" type="submit" formaction=more_at>{t!(l, catalogue.more_variants)}</button> });
    let body = view! {
        <div class="narrow">
            {stepper(ctx, own, crafts, "price", Some("offer"))}
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            {at_once}
            <form id="offer" method="post" action=at novalidate class="price-form">
                // Enter sends the first button of a form: it must be the one that saves.
                <button class="first-submit" type="submit" tabindex="-1" aria-hidden="true"></button>
                {hidden("rows", rows.to_string())}
                {hidden("seen", filled.form.get("seen").to_owned())}
                {radios(l, filled, "availability", t!(l, catalogue.availability), &availabilities)}
                <div class="only-made-to-order pair">
                    {Field::number(filled, "lead_days", t!(l, catalogue.lead_days)).unit(t!(l, catalogue.days)).view(l)}
                    {Field::number(filled, "weekly_capacity", t!(l, catalogue.weekly_capacity)).optional().view(l)}
                </div>
                {variants}
                <div class="actions">{more}</div>
                <p class="hint">{t!(l, catalogue.variants_hint)}</p>
                {submit(t!(l, common.save_next))}
            </form>
        </div>
    };
    Page::new(title, body)
}

fn variant(ctx: &Ctx, filled: &Filled, n: usize, rows: usize) -> AnyView {
    let l = ctx.l;
    let (name, name_en, price, stock) = (format!("name_{n}"), format!("name_en_{n}"), format!("price_{n}"), format!("stock_{n}"));
    let names = (rows > 1).then(|| {
        view! {
            {Field::line(filled, &name, t!(l, catalogue.variant_name)).hint(t!(l, catalogue.variant_hint)).view(l)}
            {Field::line(filled, &name_en, t!(l, catalogue.variant_name_en)).latin().optional().view(l)}
        }
    });
    let legend = if rows > 1 { t!(l, catalogue.variant_n, n = n + 1) } else { t!(l, catalogue.price_and_stock) };
    view! {
        <fieldset class="variant">
            <legend>{legend}</legend>
            {names}
            <div class="pair">
                {Field::money(l, filled, &price, t!(l, catalogue.price)).view(l)}
                <div class="only-in-stock">{Field::number(filled, &stock, t!(l, catalogue.stock)).view(l)}</div>
            </div>
        </fieldset>
    }
    .into_any()
}
