//! What a family sees of its goods at a fair, and of its accounts.

use leptos::prelude::*;

use crate::days::rules::Count;
use crate::days::types::{Counted, Goods, OwnAccount, Settled, sales};
use ground::money::Money;
use ground::texts::Locale;
use ground::ui::{fact, facts, price};
use ground::{days, t, texts};
use market::catalogue::Exhibit;

/// What custody says of one's own goods, line by line with what was sold; what was counted today, and how the account was closed.
pub(crate) fn own_account(l: Locale, account: &OwnAccount, items: &[Exhibit]) -> Option<AnyView> {
    let OwnAccount { goods, today, settled } = account;
    if goods.is_empty() && settled.is_none() {
        return None;
    }
    let custody = (!goods.is_empty()).then(|| custody(l, account, items));
    let today = (!today.is_empty()).then(|| view! { <p>{counted_today(l, today, goods)}</p> });
    let settled = settled.as_ref().map(|settled| closed(l, settled));
    Some(view! { <section><h2>{t!(l, fairs.accounts)}</h2>{settled}{today}{custody}</section> }.into_any())
}

fn custody(l: Locale, account: &OwnAccount, items: &[Exhibit]) -> AnyView {
    let open = account.settled.is_none();
    let rows: Vec<AnyView> = account.goods.iter().map(|line| row(l, line, items, open.then(|| line.left()))).collect();
    let heads: Vec<AnyView> = Count::ALL.iter().map(|count| view! { <th scope="col">{count.word(l)}</th> }.into_any()).collect();
    let left = open.then(|| view! { <th scope="col">{t!(l, fairs.left_here)}</th> });
    let wide = if open { "7" } else { "6" };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.custody)><table class="sheet cards-on-phone">
            <caption>{t!(l, fairs.custody)}</caption>
            <thead><tr><th scope="col">{t!(l, fairs.section_products)}</th><th scope="col">{t!(l, fairs.unit_price)}</th>{heads}{left}<th scope="col">{t!(l, fairs.line_sum)}</th></tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><th scope="row">{t!(l, fairs.sales)}</th><td colspan=wide>{price(l, sales(&account.goods))}</td></tr></tfoot>
        </table></div>
    }
    .into_any()
}

/// A line of the sheet; what is left of it only as long as the account is open.
fn row(l: Locale, line: &Goods, items: &[Exhibit], left: Option<i64>) -> AnyView {
    let item = items.iter().find(|item| item.id == line.product);
    let title = item.map(|item| texts::pick(l, &item.title_ar, &item.title_en).to_owned()).unwrap_or_default();
    let cell = |word: String, n: i64| view! { <td class="number" data-label=word>{n.to_string()}</td> }.into_any();
    let cells: Vec<AnyView> = Count::ALL.iter().map(|count| cell(count.word(l), line.said(*count))).collect();
    let left = left.map(|n| cell(t!(l, fairs.left_here), n));
    view! {
        <tr>
            <th scope="row" dir="auto">{title}</th><td data-label=t!(l, fairs.unit_price)>{price(l, line.price)}</td>{cells}{left}
            <td data-label=t!(l, fairs.line_sum)>{price(l, line.sum())}</td>
        </tr>
    }
    .into_any()
}

/// What was counted from labels today, and what it came to.
fn counted_today(l: Locale, today: &[Counted], goods: &[Goods]) -> String {
    let of = |what: Count| today.iter().filter(move |one| one.what == what);
    let said = |what: &Count| Some((what.word(l), of(*what).map(|one| one.n).sum::<i64>())).filter(|(_, n)| *n > 0);
    let said: Vec<String> = Count::ALL.iter().filter_map(said).map(|(word, n)| format!("{word} {n}")).collect();
    let at = |one: &Counted| goods.iter().find(|line| line.product == one.product).map_or(0, |line| line.price.0);
    let sum = Money(of(Count::Sold).map(|one| one.n * at(one)).sum());
    let sum = format!("{sum} {}", t!(l, common.currency));
    t!(l, fairs.counted_today, what = said.join(&t!(l, training.and)), sum = sum)
}

/// How the account was closed: what was sold, who signed for it, and when.
fn closed(l: Locale, settled: &Settled) -> AnyView {
    let word = if settled.by_hand { t!(l, fairs.sales_by_hand) } else { t!(l, fairs.settled_sales) };
    let mut rows = vec![(word, price(l, settled.sales))];
    let said = [
        fact(t!(l, fairs.settled_on), &days::moment(l, settled.at)),
        fact(t!(l, fairs.signed_by), &settled.signed_by),
        fact(t!(l, fairs.settled_notes), &settled.words),
    ];
    rows.extend(said.into_iter().flatten());
    facts(rows)
}
