//! One product in custody, opened from its label: each button counts, and what was counted stands below.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::days::rules::{Count, in_custody};
use crate::days::types::{Account, Counted};
use crate::types::DeskFair;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::PersonId;
use ground::texts::Locale;
use ground::ui::{Field, Page, empty, error_summary, fact, facts, hidden};
use ground::{days, t, texts};
use market::catalogue::Exhibit;

/// One product of one family in custody.
pub struct InCustody {
    /// The fair.
    pub view: DeskFair,
    /// The family's accounts.
    pub account: Account,
    /// The product.
    pub item: Exhibit,
    /// Name of the family.
    pub name: String,
    /// What was counted, the latest first.
    pub log: Vec<Counted>,
    /// Names of who counted.
    pub who: HashMap<PersonId, String>,
}

impl InCustody {
    fn counts(&self) -> [i64; 4] {
        self.account.goods.iter().find(|line| line.product == self.item.id).map(|line| line.counts).unwrap_or_default()
    }
}

/// The page of one product of one family.
pub fn goods(ctx: &Ctx, page: &InCustody, filled: &Filled) -> Page {
    let l = ctx.l;
    let (fair, application) = (&page.view.fair, &page.account.whole.application);
    let heading = texts::pick(l, &page.item.title_ar, &page.item.title_en).to_owned();
    let counts = page.counts();
    let [brought, sold, returned, damaged] = counts;
    let mut rows: Vec<_> = Count::ALL.iter().zip(counts).filter_map(|(count, n)| fact(count.word(l), &n.to_string())).collect();
    rows.extend(fact(t!(l, fairs.left_here), &(brought - sold - returned - damaged).to_string()));
    let form = (in_custody(fair.state, application.state) && page.view.reached).then(|| form(l, counts, filled));
    let of = t!(l, fairs.account_of, name = format!("\u{2068}{}\u{2069}", page.name));
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/accounts/{}", fair.id, application.id)) dir="auto">{of}</a></p>
            {error_summary(l, filled)}
            <h1 dir="auto">{heading.clone()}</h1>
            {facts(rows)}
            {form}
            <h2>{t!(l, fairs.counted)}</h2>
            {counted(l, page)}
        </div>
    };
    Page::new(heading, body)
}

/// A number and a button for each thing that is counted.
fn form(l: Locale, counts: [i64; 4], filled: &Filled) -> AnyView {
    let mut typed = filled.clone();
    if typed.form.get("n").is_empty() {
        typed.form.set("n", "1");
    }
    let seen = Count::ALL.iter().zip(counts).map(|(count, n)| hidden(&format!("seen_{}", count.code()), n.to_string()));
    let seen: Vec<AnyView> = seen.collect();
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
    .into_any()
}

fn counted(l: Locale, page: &InCustody) -> AnyView {
    let noted: Vec<AnyView> = page
        .log
        .iter()
        .map(|row| {
            let by = page.who.get(&row.by).cloned().unwrap_or_default();
            view! { <li>{row.what.word(l)}" "<bdi>{format!("+{}", row.n)}</bdi><p class="small">{days::moment(l, row.at)}" · "<span dir="auto">{by}</span></p></li> }
                .into_any()
        })
        .collect();
    if noted.is_empty() {
        return empty(t!(l, fairs.counted_none), t!(l, fairs.counted_none_text), None);
    }
    view! { <ul class="rows">{noted}</ul> }.into_any()
}
