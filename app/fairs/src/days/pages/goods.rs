//! One product in custody, opened from its label: each button counts, and what was counted stands below.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::days::entity::counted;
use crate::days::rules::Count;
use crate::days::types::Account;
use crate::types::DeskFair;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::PersonId;
use ground::ui::{Field, Page, empty, error_summary, fact, facts, hidden};
use ground::{days, t, texts};
use market::catalogue::Exhibit;

/// The page of one product of one family.
pub fn goods(
    ctx: &Ctx,
    view: &DeskFair,
    found: &Account,
    item: &Exhibit,
    family: &str,
    (log, who): (&[counted::Model], &HashMap<PersonId, String>),
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let row = &found.whole.application;
    let heading = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
    let line = found.goods.iter().find(|line| line.product_id == item.id);
    let there = |count: Count| line.map_or(0, |line| crate::days::goods::said(line, count));
    let left = there(Count::Brought) - there(Count::Sold) - there(Count::Returned) - there(Count::Damaged);
    let mut rows: Vec<_> = Count::ALL.iter().filter_map(|count| fact(count.word(l), &there(*count).to_string())).collect();
    rows.extend(fact(t!(l, fairs.left_here), &left.to_string()));
    let open = crate::days::goods::custody(&view.fair, row).is_ok() && view.reached;
    let mut typed = filled.clone();
    if typed.form.get("n").is_empty() {
        typed.form.set("n", "1");
    }
    let form = open.then(|| {
        let seen: Vec<AnyView> =
            Count::ALL.iter().map(|count| hidden(&format!("seen_{}", count.code()), there(*count).to_string())).collect();
        let buttons: Vec<AnyView> = Count::ALL
            .iter()
            .map(|count| view! { <button class="button" type="submit" name="what" value=count.code()>{count.word(l)}</button> }.into_any())
            .collect();
        view! {
            <form method="post" novalidate class="card pad">
                {seen}
                {Field::number(&typed, "n", t!(l, fairs.pieces)).view(l)}
                <p class="actions">{buttons}</p>
            </form>
        }
    });
    let noted: Vec<AnyView> = log
        .iter()
        .map(|row| {
            let by = who.get(&row.by_id).cloned().unwrap_or_default();
            view! { <li>{row.what.word(l)}" "<bdi>{format!("+{}", row.n)}</bdi><p class="small">{days::moment(l, row.at)}" · "<span dir="auto">{by}</span></p></li> }
                .into_any()
        })
        .collect();
    let noted = if noted.is_empty() {
        empty(t!(l, fairs.counted_none), t!(l, fairs.counted_none_text), None)
    } else {
        view! { <ul class="rows">{noted}</ul> }.into_any()
    };
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/accounts/{}", view.fair.id, row.id)) dir="auto">{t!(l, fairs.account_of, name = format!("\u{2068}{family}\u{2069}"))}</a></p>
            {error_summary(l, filled)}
            <h1 dir="auto">{heading.clone()}</h1>
            {facts(rows)}
            {form}
            <h2>{t!(l, fairs.counted)}</h2>
            {noted}
        </div>
    };
    Page::new(heading, body)
}
