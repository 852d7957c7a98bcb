//! Accounts: custody sheets and settlement.

use leptos::prelude::*;

use crate::days::entity::settlement;
use crate::days::goods::sales;
use crate::days::types::Account;
use crate::entity::{application, goods};
use crate::plan::pages::desk::back;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::DeskFair;
use crate::words::{Names, days, name, named};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::money::{Money, plain};
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, hidden, notice, price, submit, tag};
use ground::{days, t, texts};
use market::catalogue::Exhibit;

/// Accounts of everyone, and whether the fair can be settled.
pub fn accounts(
    ctx: &Ctx,
    view: &DeskFair,
    rows: &[(application::Model, Option<settlement::Model>)],
    names: &Names,
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.accounts);
    let total = Money(rows.iter().filter_map(|(_, settled)| settled.as_ref()).map(|settled| settled.sales).sum());
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|(row, settled)| {
            let path = ctx.link(&format!("/desk/fairs/{}/accounts/{}", fair.id, row.id));
            let sum = settled.as_ref().map(|settled| view! { <p class="small">{price(l, Money(settled.sales))}</p> });
            view! { <li class="row"><div><a href=path dir="auto">{named(l, names, row.family_id)}</a>{sum}</div>{tag(row.state.tone(), row.state.word(l))}</li> }
                .into_any()
        })
        .collect();
    let list = if lines.is_empty() {
        empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None)
    } else {
        view! { <ul class="rows">{lines}</ul> }.into_any()
    };
    let close = (view.reached && fair.state == FairState::Closed).then(|| {
        view! { <form method="post">{hidden("do", "close".to_owned())}<p class="hint">{t!(l, fairs.close_hint)}</p>{submit(t!(l, fairs.close_fair))}</form> }
    });
    let last = fair.ends_on <= day_in_tripoli(ctx.now).to_string();
    let end = (view.reached && fair.state == FairState::Running && last).then(|| {
        view! { <form method="post">{hidden("do", "end".to_owned())}<p class="hint">{t!(l, fairs.end_hint)}</p>{submit(t!(l, fairs.end_fair))}</form> }
    });
    let body = view! {
        <div class="desk narrow">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {end}
            <p class="lead">{t!(l, fairs.sales_of_all)}" "{price(l, total)}</p>
            {close}
            {list}
        </div>
    };
    Page::new(heading, body)
}

/// The custody sheet of one family, and its settlement; it prints as it stands, with room for signatures.
pub fn account(ctx: &Ctx, view: &DeskFair, found: &Account, items: &[Exhibit], family: &str, filled: &Filled) -> Page {
    let l = ctx.l;
    let (fair, row) = (&view.fair, &found.whole.application);
    let heading = t!(l, fairs.account_of, name = format!("\u{2068}{family}\u{2069}"));
    let here = matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready | ApplicationState::CheckedIn);
    let edits = view.reached && here && matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed);
    let mut known = filled.clone();
    if known.form.get("do") != "goods" {
        for item in items {
            let line = found.goods.iter().find(|line| line.product_id == item.id);
            known.form.set(&format!("price_{}", item.id), plain(Money(line.map_or(item.price_from, |line| line.price))));
            for (field, value) in line
                .map(|line| [line.brought, line.sold, line.returned, line.damaged])
                .unwrap_or_default()
                .into_iter()
                .enumerate()
                .map(|(at, n)| (FIELDS[at], n))
            {
                known.form.set(&format!("{field}_{}", item.id), value.to_string());
            }
        }
    }
    let rows: Vec<AnyView> = items
        .iter()
        .map(|item| {
            let line = found.goods.iter().find(|line| line.product_id == item.id);
            let title = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
            let cells: Vec<AnyView> = line
                .map(|line| [line.brought, line.sold, line.returned, line.damaged])
                .unwrap_or_default()
                .into_iter()
                .map(|n| view! { <td class="number">{n.to_string()}</td> }.into_any())
                .collect();
            let each = Money(line.map_or(item.price_from, |line| line.price));
            let path = ctx.link(&format!("/desk/fairs/{}/accounts/{}/goods/{}", fair.id, row.id, item.id));
            view! { <tr id=format!("product-{}", item.id)><th scope="row"><a href=path dir="auto">{title}</a></th><td>{price(l, each)}</td>{cells}</tr> }
                .into_any()
        })
        .collect();
    let words = [t!(l, fairs.brought), t!(l, fairs.sold), t!(l, fairs.returned), t!(l, fairs.damaged)];
    let heads: Vec<AnyView> = words.iter().map(|word| view! { <th scope="col">{word.clone()}</th> }.into_any()).collect();
    let form = edits.then(|| goods_form(l, items, &found.goods, &words, &known, filled));
    let settles = (view.reached && here && fair.state == FairState::Closed).then(|| settle_form(l, row, filled));
    let settled = found.settled.as_ref().map(|settled| {
        let words = t!(l, fairs.settled_words, name = &settled.signed_by, at = days::moment(l, settled.at));
        view! { {notice(Tone::Good, words)}<p>{t!(l, fairs.sales_of_all)}" "{price(l, Money(settled.sales))}</p><p class="lines" dir="auto">{settled.words.clone()}</p> }
    });
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}/accounts", fair.id))>{t!(l, fairs.accounts)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{name(l, fair)}" · "{days(l, &fair.starts_on, &fair.ends_on)}</p>
            <p>{tag(row.state.tone(), row.state.word(l))}</p>
            {settled}
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.custody)><table class="sheet">
                <caption>{t!(l, fairs.custody)}</caption>
                <thead><tr><th scope="col">{t!(l, fairs.section_products)}</th><th scope="col">{t!(l, fairs.unit_price)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t!(l, fairs.sales)}</th><td colspan="5">{price(l, sales(&found.goods))}</td></tr></tfoot>
            </table></div>
            <p class="signatures">{t!(l, fairs.signatures)}</p>
            {form}
            {settles}
        </div>
    };
    Page::new(heading, body)
}

/// Fields of a line of custody.
pub const FIELDS: [&str; 4] = ["brought", "sold", "returned", "damaged"];

fn goods_form(l: Locale, items: &[Exhibit], goods: &[goods::Model], words: &[String; 4], known: &Filled, filled: &Filled) -> AnyView {
    let lines: Vec<AnyView> = items
        .iter()
        .map(|item| {
            let title = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
            let counts: Vec<AnyView> = FIELDS
                .iter()
                .zip(words)
                .map(|(field, word)| Field::number(known, &format!("{field}_{}", item.id), format!("{word} — {title}")).optional().view(l))
                .collect();
            let there = goods.iter().find(|row| row.product_id == item.id);
            let there = there.map(|row| [row.brought, row.sold, row.returned, row.damaged]).unwrap_or_default();
            let seen: Vec<AnyView> =
                FIELDS.iter().zip(there).map(|(field, n)| hidden(&format!("seen_{field}_{}", item.id), n.to_string())).collect();
            view! { <fieldset>{seen}<legend dir="auto">{title.clone()}</legend>{Field::money(l, known, &format!("price_{}", item.id), format!("{} — {title}", t!(l, fairs.unit_price))).view(l)}<div class="pair">{counts}</div></fieldset> }
                .into_any()
        })
        .collect();
    let open = filled.errors.0.iter().any(|(name, _)| FIELDS.iter().any(|field| name.starts_with(field)) || name.starts_with("price"));
    view! {
        <details open=open>
            <summary>{t!(l, fairs.note_goods)}</summary>
            <form method="post" novalidate>{hidden("do", "goods".to_owned())}{lines}{submit(t!(l, common.save))}</form>
        </details>
    }
    .into_any()
}

fn settle_form(l: Locale, row: &application::Model, filled: &Filled) -> AnyView {
    let absent = matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready).then(|| {
        view! { <form method="post" class="apart">{hidden("do", "miss".to_owned())}<button class="button quiet" type="submit">{t!(l, fairs.never_came)}</button></form> }
    });
    view! {
        <section class="apart">
            <h2>{t!(l, fairs.settle)}</h2>
            <form method="post" novalidate>
                {hidden("do", "settle".to_owned())}
                {Field::line(filled, "signed_by", t!(l, fairs.signed_by)).view(l)}
                {Field::money(l, filled, "by_hand", t!(l, fairs.sales_by_hand)).hint(t!(l, fairs.sales_by_hand_hint)).optional().view(l)}
                {Field::lines(filled, "words", t!(l, fairs.anything_else), 2).optional().view(l)}
                {submit(t!(l, fairs.settle))}
            </form>
            {absent}
        </section>
    }
    .into_any()
}
