//! What a family packs, with labels.

use leptos::prelude::*;

use crate::applications::types::Whole;
use crate::types::{Application, Fair};
use crate::words::{at, days, hours, name};
use ground::ctx::Ctx;
use ground::money::Money;
use ground::ui::{Page, fact, facts, price, qr};
use ground::{t, texts};
use market::catalogue::Exhibit;
use people::place::Places;

/// Address that the label of a product leads to: its page for everyone, its custody for who counts.
fn label(ctx: &Ctx, fair: &Fair, row: &Application, item: &Exhibit) -> String {
    format!("{}{}", ctx.site.public_url, ctx.link(&format!("/fairs/{}/goods/{}-{}", fair.slug, row.id, item.id)))
}

/// What stands on each label beside the product.
pub struct Given<'a> {
    /// The number of the booth.
    pub number: &'a str,
    /// The name of the family.
    pub name: &'a str,
}

/// What a family packs, with room for counts by hand, and a label for each product to be cut out.
pub fn packing(ctx: &Ctx, whole: &Whole, given: &Given<'_>, items: &[Exhibit], places: &Places) -> Page {
    let l = ctx.l;
    let Whole { fair, application: row, people, .. } = whole;
    let heading = t!(l, fairs.packing);
    let who: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let rows = [
        fact(t!(l, fairs.booth), given.number),
        fact(t!(l, training.when), &days(l, fair.starts_on, fair.ends_on)),
        fact(t!(l, fairs.hours), &hours(l, fair)),
        fact(t!(l, training.place), &at(l, fair, places)),
        fact(t!(l, fairs.landmark), &fair.landmark),
        fact(t!(l, fairs.section_people), &who.join("، ")),
        fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
    ];
    let title = |item: &Exhibit| texts::pick(l, &item.title_ar, &item.title_en).to_owned();
    let lines: Vec<AnyView> = items
        .iter()
        .map(|item| view! { <tr><th scope="row" dir="auto">{title(item)}</th><td>"......"</td><td>"......"</td></tr> }.into_any())
        .collect();
    let labels: Vec<AnyView> = items
        .iter()
        .map(|item| {
            view! {
                <section class="label">
                    {qr(&label(ctx, fair, row, item), t!(l, fairs.label_of, title = title(item)))}
                    <p dir="auto">{title(item)}</p>
                    <p>{price(l, Money(item.price_from))}</p>
                    <p class="small" dir="auto">{given.name.to_owned()}" · "<bdi>{given.number.to_owned()}</bdi></p>
                </section>
            }
            .into_any()
        })
        .collect();
    let body = view! {
        <div class="narrow">
            <p class="actions"><a href=ctx.link(&format!("/me/fairs/{}", row.id)) dir="auto">{name(l, fair)}</a></p>
            <h1>{heading.clone()}</h1>
            <p class="lead" dir="auto">{name(l, fair)}</p>
            {facts(rows.into_iter().flatten().collect())}
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.section_products)><table class="sheet">
                <caption>{t!(l, fairs.section_products)}</caption>
                <thead><tr><th scope="col">{t!(l, fairs.product)}</th><th scope="col">{t!(l, fairs.packed)}</th><th scope="col">{t!(l, fairs.taken_over)}</th></tr></thead>
                <tbody>{lines}</tbody>
            </table></div>
            <h2>{t!(l, fairs.labels_heading)}</h2>
            <p class="hint">{t!(l, fairs.labels_hint)}</p>
            <div class="labels">{labels}</div>
        </div>
    };
    Page::new(heading, body)
}
