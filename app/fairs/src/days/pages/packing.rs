//! What a family packs, with labels.

use leptos::prelude::*;

use crate::applications::types::Whole;
use crate::preparation::rules::may_pack;
use crate::types::{Application, Fair};
use crate::words::{at, days, hours, name};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::money::Money;
use ground::texts::Locale;
use ground::ui::{Field, Page, error_summary, fact, facts, price, qr, submit};
use ground::{t, texts};
use market::catalogue::Exhibit;
use people::place::Places;

/// Address that the label of a product leads to: its page for everyone, its custody for who counts.
fn label(ctx: &Ctx, fair: &Fair, row: &Application, item: &Exhibit) -> String {
    ctx.site.address(&ctx.link(&format!("/fairs/{}/goods/{}-{}", fair.slug, row.id, item.id)))
}

/// What a family packs.
pub struct Packing {
    /// The application with everything in it.
    pub whole: Whole,
    /// The number of the booth.
    pub number: String,
    /// The name of the family.
    pub name: String,
    /// What it shows.
    pub items: Vec<Exhibit>,
}

/// How many of each product are packed, as they are counted in on the phone or by hand on paper.
fn counts(l: Locale, page: &Packing, filled: &Filled) -> AnyView {
    let packed = |item: &Exhibit| page.whole.packed.get(&item.id).copied();
    let lines: Vec<AnyView> = page
        .items
        .iter()
        .map(|item| {
            let n = packed(item).map_or_else(|| "......".to_owned(), |n| n.to_string());
            view! { <tr><th scope="row" dir="auto">{title(l, item)}</th><td>{n}</td><td>"......"</td></tr> }.into_any()
        })
        .collect();
    let form = may_pack(page.whole.fair.state, page.whole.application.state).then(|| {
        let mut known = filled.clone();
        if known.errors.0.is_empty() {
            for item in &page.items {
                known.form.set(&format!("packed_{}", item.id), packed(item).map(|n| n.to_string()).unwrap_or_default());
            }
        }
        let field = |item: &Exhibit| Field::number(&known, &format!("packed_{}", item.id), title(l, item)).optional().view(l);
        let fields: Vec<AnyView> = page.items.iter().map(field).collect();
        view! {
            <form method="post" novalidate>
                <fieldset><legend>{t!(l, fairs.how_many_packed)}</legend>{fields}</fieldset>
                {submit(t!(l, common.save))}
            </form>
        }
    });
    view! {
        {form}
        <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.section_products)><table class="sheet">
            <caption>{t!(l, fairs.section_products)}</caption>
            <thead><tr><th scope="col">{t!(l, fairs.product)}</th><th scope="col">{t!(l, fairs.packed)}</th><th scope="col">{t!(l, fairs.taken_over)}</th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
    }
    .into_any()
}

fn title(l: Locale, item: &Exhibit) -> String {
    texts::pick(l, &item.title_ar, &item.title_en).to_owned()
}

/// What a family packs, with how many of each, and a label for each product to be cut out.
pub fn packing(ctx: &Ctx, page: &Packing, places: &Places, filled: &Filled) -> Page {
    let l = ctx.l;
    let Whole { fair, application: row, people, .. } = &page.whole;
    let heading = t!(l, fairs.packing);
    let who: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let rows = [
        fact(t!(l, fairs.booth), &page.number),
        fact(t!(l, training.when), &days(l, fair.starts_on, fair.ends_on)),
        fact(t!(l, fairs.hours), &hours(l, fair)),
        fact(t!(l, training.place), &at(l, fair, places)),
        fact(t!(l, fairs.landmark), &fair.landmark),
        fact(t!(l, fairs.section_people), &who.join("، ")),
        fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
    ];
    let labels: Vec<AnyView> = page
        .items
        .iter()
        .map(|item| {
            view! {
                <section class="label">
                    {qr(&label(ctx, fair, row, item), t!(l, fairs.label_of, title = title(l, item)))}
                    <p dir="auto">{title(l, item)}</p>
                    <p>{price(l, Money(item.price_from))}</p>
                    <p class="small" dir="auto">{page.name.clone()}" · "<bdi>{page.number.clone()}</bdi></p>
                </section>
            }
            .into_any()
        })
        .collect();
    let body = view! {
        <div class="narrow">
            <p class="actions"><a href=ctx.link(&format!("/me/fairs/{}", row.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead" dir="auto">{name(l, fair)}</p>
            {facts(rows.into_iter().flatten().collect())}
            {counts(l, page, filled)}
            <h2>{t!(l, fairs.labels_heading)}</h2>
            <p class="hint">{t!(l, fairs.labels_hint)}</p>
            <div class="labels">{labels}</div>
        </div>
    };
    Page::new(heading, body)
}
