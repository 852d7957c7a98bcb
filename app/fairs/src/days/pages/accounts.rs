//! Accounts: custody sheets and settlement.

use leptos::prelude::*;

use crate::days::rules::Count;
use crate::days::types::{Account, Goods, Settled, sales};
use crate::plan::pages::desk::back;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::{Application, DeskFair};
use crate::words::{Names, days, name, named};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::ids::ProductId;
use ground::money::{Money, plain};
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, hidden, notice, price, submit, tag};
use ground::{days, t, texts};
use market::catalogue::Exhibit;

/// Accounts of a fair.
pub struct Accounts {
    /// The fair.
    pub view: DeskFair,
    /// Everyone who has a booth, with how the accounts were closed.
    pub all: Vec<(Application, Option<Settled>)>,
    /// Names of their families.
    pub names: Names,
    /// What the fair cost so far.
    pub spent: Money,
}

/// Accounts of everyone, and whether the fair can be settled.
pub fn accounts(ctx: &Ctx, page: &Accounts, filled: &Filled) -> Page {
    let l = ctx.l;
    let Accounts { view, all, names, spent } = page;
    let fair = &view.fair;
    let heading = t!(l, fairs.accounts);
    let total = Money(all.iter().filter_map(|(_, settled)| settled.as_ref()).map(|settled| settled.sales.0).sum());
    let lines: Vec<AnyView> = all
        .iter()
        .map(|(row, settled)| {
            let path = ctx.link(&format!("/desk/fairs/{}/accounts/{}", fair.id, row.id));
            let sum = settled.as_ref().map(|settled| view! { <p class="small">{price(l, settled.sales)}</p> });
            view! { <li class="row"><div><a href=path dir="auto">{named(l, names, row.family)}</a>{sum}</div>{tag(row.state.tone(), row.state.word(l))}</li> }
                .into_any()
        })
        .collect();
    let list = if lines.is_empty() {
        empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None)
    } else {
        view! { <ul class="rows">{lines}</ul> }.into_any()
    };
    let base = ctx.link(&format!("/desk/fairs/{}/accounts", fair.id));
    let closes = view.reached && fair.state == FairState::Closed;
    let unpaid = (closes && *spent == Money(0)).then(|| {
        let path = ctx.link(&format!("/desk/fairs/{}#spending", fair.id));
        view! { {notice(Tone::Attention, t!(l, fairs.nothing_spent))}<p class="actions"><a href=path>{t!(l, fairs.to_spending)}</a></p> }
    });
    let close = closes.then(|| {
        view! { <form method="post" action=format!("{base}/close")><p class="hint">{t!(l, fairs.close_hint)}</p>{submit(t!(l, fairs.close_fair))}</form> }
    });
    let last = fair.ends_on <= day_in_tripoli(ctx.now);
    let end = (view.reached && fair.state == FairState::Running && last).then(|| {
        view! { <form method="post" action=format!("{base}/end")><p class="hint">{t!(l, fairs.end_hint)}</p>{submit(t!(l, fairs.end_fair))}</form> }
    });
    let body = view! {
        <div class="desk narrow">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {end}
            <p class="lead">{t!(l, fairs.sales_of_all)}" "{price(l, total)}</p>
            {unpaid}
            {close}
            {list}
        </div>
    };
    Page::new(heading, body)
}

/// The custody sheet of a family.
pub struct Sheet {
    /// The fair.
    pub view: DeskFair,
    /// Its accounts.
    pub account: Account,
    /// What it shows.
    pub items: Vec<Exhibit>,
    /// Name of the family.
    pub name: String,
}

impl Sheet {
    fn line(&self, product: ProductId) -> Option<&Goods> {
        self.account.goods.iter().find(|line| line.product == product)
    }

    fn counts(&self, product: ProductId) -> [i64; 4] {
        self.line(product).map(|line| line.counts).unwrap_or_default()
    }

    fn price(&self, item: &Exhibit) -> Money {
        self.line(item.id).map_or(Money(item.price_from), |line| line.price)
    }

    /// Whether the family is there, or is to come.
    fn here(&self) -> bool {
        let state = self.account.whole.application.state;
        matches!(state, ApplicationState::BoothAllocated | ApplicationState::Ready | ApplicationState::CheckedIn)
    }
}

/// The custody sheet of one family, and its settlement; it prints as it stands, with room for signatures.
pub fn account(ctx: &Ctx, sheet: &Sheet, filled: &Filled) -> Page {
    let l = ctx.l;
    let DeskFair { fair, reached } = &sheet.view;
    let state = sheet.account.whole.application.state;
    let heading = t!(l, fairs.account_of, name = format!("\u{2068}{}\u{2069}", sheet.name));
    let edits = *reached && sheet.here() && matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed);
    let base = ctx.link(&format!("/desk/fairs/{}/accounts/{}", fair.id, sheet.account.whole.application.id));
    let form = edits.then(|| goods_form(l, sheet, filled, &base));
    let settles = (*reached && sheet.here() && fair.state == FairState::Closed).then(|| settle_form(l, state, filled, &base));
    let settled = sheet.account.settled.as_ref().map(|settled| {
        let words = t!(l, fairs.settled_words, name = &settled.signed_by, at = days::moment(l, settled.at));
        view! { {notice(Tone::Good, words)}<p>{t!(l, fairs.sales_of_all)}" "{price(l, settled.sales)}</p><p class="lines" dir="auto">{settled.words.clone()}</p> }
    });
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}/accounts", fair.id))>{t!(l, fairs.accounts)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{name(l, fair)}" · "{days(l, fair.starts_on, fair.ends_on)}</p>
            <p>{tag(state.tone(), state.word(l))}</p>
            {settled}
            {custody(ctx, sheet)}
            <p class="signatures">{t!(l, fairs.signatures)}</p>
            {form}
            {settles}
        </div>
    };
    Page::new(heading, body)
}

fn custody(ctx: &Ctx, sheet: &Sheet) -> AnyView {
    let l = ctx.l;
    let rows: Vec<AnyView> = sheet.items.iter().map(|item| row(ctx, sheet, item)).collect();
    let heads: Vec<AnyView> = Count::ALL.iter().map(|count| view! { <th scope="col">{count.word(l)}</th> }.into_any()).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.custody)><table class="sheet cards-on-phone">
            <caption>{t!(l, fairs.custody)}</caption>
            <thead><tr><th scope="col">{t!(l, fairs.section_products)}</th><th scope="col">{t!(l, fairs.unit_price)}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><th scope="row">{t!(l, fairs.sales)}</th><td colspan="5">{price(l, sales(&sheet.account.goods))}</td></tr></tfoot>
        </table></div>
    }
    .into_any()
}

fn row(ctx: &Ctx, sheet: &Sheet, item: &Exhibit) -> AnyView {
    let l = ctx.l;
    let title = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
    let counts = sheet.counts(item.id);
    let cell = |(count, n): (&Count, i64)| view! { <td class="number" data-label=count.word(l)>{n.to_string()}</td> }.into_any();
    let cells: Vec<AnyView> = Count::ALL.iter().zip(counts).map(cell).collect();
    let (fair, application) = (sheet.view.fair.id, sheet.account.whole.application.id);
    let path = ctx.link(&format!("/desk/fairs/{fair}/accounts/{application}/goods/{}", item.id));
    view! { <tr id=format!("product-{}", item.id)><th scope="row"><a href=path dir="auto">{title}</a></th><td data-label=t!(l, fairs.unit_price)>{price(l, sheet.price(item))}</td>{cells}</tr> }
        .into_any()
}

/// The form of a sheet as it stands, unless it was just sent.
fn goods_form(l: Locale, sheet: &Sheet, filled: &Filled, base: &str) -> AnyView {
    let mut known = filled.clone();
    if known.act != Some("goods") {
        for item in &sheet.items {
            known.form.set(&format!("price_{}", item.id), plain(sheet.price(item)));
            for (count, n) in Count::ALL.iter().zip(sheet.counts(item.id)) {
                known.form.set(&format!("{}_{}", count.code(), item.id), n.to_string());
            }
            // As long as nothing was noted, what the family says that it packed is proposed.
            if let Some(n) = sheet.account.whole.packed.get(&item.id).filter(|_| sheet.line(item.id).is_none()) {
                known.form.set(&format!("{}_{}", Count::Brought.code(), item.id), n.to_string());
            }
        }
    }
    let lines: Vec<AnyView> = sheet.items.iter().map(|item| goods_fields(l, sheet, item, &known)).collect();
    let wrong = |name: &str| name.starts_with("price") || Count::ALL.iter().any(|count| name.starts_with(count.code()));
    let open = filled.errors.0.iter().any(|(name, _)| wrong(name));
    view! {
        <details open=open>
            <summary>{t!(l, fairs.note_goods)}</summary>
            <form method="post" action=format!("{base}/goods") novalidate>{lines}{submit(t!(l, common.save))}</form>
        </details>
    }
    .into_any()
}

fn goods_fields(l: Locale, sheet: &Sheet, item: &Exhibit, known: &Filled) -> AnyView {
    let title = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
    let number = |count: &Count| {
        Field::number(known, &format!("{}_{}", count.code(), item.id), format!("{} — {title}", count.word(l))).optional().view(l)
    };
    let counts: Vec<AnyView> = Count::ALL.iter().map(number).collect();
    let seen = |(count, n): (&Count, i64)| hidden(&format!("seen_{}_{}", count.code(), item.id), n.to_string());
    let seen: Vec<AnyView> = Count::ALL.iter().zip(sheet.counts(item.id)).map(seen).collect();
    view! { <fieldset><legend dir="auto">{title.clone()}</legend>{seen}{Field::money(l, known, &format!("price_{}", item.id), format!("{} — {title}", t!(l, fairs.unit_price))).view(l)}<div class="pair">{counts}</div></fieldset> }
        .into_any()
}

fn settle_form(l: Locale, state: ApplicationState, filled: &Filled, base: &str) -> AnyView {
    let absent = matches!(state, ApplicationState::BoothAllocated | ApplicationState::Ready).then(|| {
        view! { <form method="post" action=format!("{base}/miss") class="apart"><button class="button quiet" type="submit">{t!(l, fairs.never_came)}</button></form> }
    });
    view! {
        <section class="apart">
            <h2>{t!(l, fairs.settle)}</h2>
            <form method="post" action=format!("{base}/settle") novalidate>
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
