//! What a fair was to cost and did cost, with the form for bills as they come.

use leptos::prelude::*;

use crate::plan::refusals;
use crate::plan::types::{BUDGET, BudgetLine, FairPlan};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::money::{Money, plain};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, hidden, price, submit};

/// Lines of the budget with their sums; bills are written down until the fair is settled.
pub(crate) fn spending(ctx: &Ctx, view: &FairPlan, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    let spends = view.reached && view.fair.state.spends();
    let shown = !view.budget.is_empty() || spends;
    let action = ctx.link(&format!("/desk/fairs/{}/spending", view.fair.id));
    shown.then(|| {
        view! {
            <section class="apart" id="spending">
                <h2>{t!(l, fairs.budget)}</h2>
                {table(l, &view.budget)}
                {spends.then(|| form(l, &view.budget, filled, action))}
            </section>
        }
        .into_any()
    })
}

fn table(l: Locale, lines: &[BudgetLine]) -> Option<AnyView> {
    let rows: Vec<AnyView> = lines
        .iter()
        .map(|row| {
            view! { <tr><th scope="row" dir="auto">{row.title.clone()}</th><td>{price(l, row.planned)}</td><td>{price(l, row.spent)}</td></tr> }
                .into_any()
        })
        .collect();
    let sum = |of: fn(&BudgetLine) -> Money| price(l, Money(lines.iter().map(|line| of(line).0).sum()));
    (!rows.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.budget)><table class="grades">
                <thead><tr><th scope="col">{t!(l, fairs.budget_line)}</th><th scope="col">{t!(l, fairs.planned)}</th><th scope="col">{t!(l, fairs.spent)}</th></tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t!(l, fairs.sum)}</th><td>{sum(|row| row.planned)}</td><td>{sum(|row| row.spent)}</td></tr></tfoot>
            </table></div>
        }
        .into_any()
    })
}

/// Spending as it stands, unless it was just sent; and one line that nobody planned.
fn form(l: Locale, lines: &[BudgetLine], filled: &Filled, action: String) -> AnyView {
    let sent = filled.act == Some("spending");
    let mut known = filled.clone();
    if !sent {
        for line in lines {
            let spent = if line.spent > Money(0) { plain(line.spent) } else { String::new() };
            known.form.set(&format!("spent_{}", line.position), spent);
        }
    }
    let fields: Vec<AnyView> = lines
        .iter()
        .map(|line| {
            let (name, label) = (format!("spent_{}", line.position), format!("{} — {}", t!(l, fairs.spent), line.title));
            let seen = format!("seen_{}", line.position);
            // What somebody else wrote meanwhile was seen once the field says so.
            let shown = !sent || filled.errors.of(&name) == Some(&refusals::spent_meanwhile(line.spent));
            let sum = if shown { line.spent.0.to_string() } else { filled.form.get(&seen).to_owned() };
            view! { {hidden(&seen, sum)}{Field::money(l, &known, &name, label).optional().view(l)} }.into_any()
        })
        .collect();
    let room = (lines.len() as i64) < BUDGET;
    let more = room.then(|| {
        view! {
            <div class="pair">
                {Field::line(&known, "unplanned", t!(l, fairs.unplanned)).optional().view(l)}
                {Field::money(l, &known, "unplanned_spent", t!(l, fairs.unplanned_spent)).optional().view(l)}
            </div>
        }
    });
    view! {
        <details open=sent>
            <summary>{t!(l, fairs.note_spending)}</summary>
            <form method="post" action=action novalidate>
                <p class="hint">{t!(l, fairs.note_spending_hint)}</p>
                {fields}
                {more}
                {submit(t!(l, fairs.note_spending))}
            </form>
        </details>
    }
    .into_any()
}
