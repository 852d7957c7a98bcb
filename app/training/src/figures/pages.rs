//! Figures of training: charts with their tables, and files of them.

use leptos::prelude::*;

use crate::figures::types::{Audience, Choice, Row, Table, Value};
use crate::types::Course;
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, chart, empty, filter_select, price};

/// Columns of a table beside which a chart has room.
const WIDE: usize = 4;

/// Series of a chart: what is asked for, and what came of it.
const SERIES: usize = 2;

/// A number as people read it.
fn cell(l: Locale, value: Value) -> AnyView {
    match value {
        Value::Count(n) => n.to_string().into_any(),
        Value::Percent(n) => view! { <bdi>{format!("{n}%")}</bdi> }.into_any(),
        Value::Money(money) => price(l, money),
        Value::Withheld => view! { <span class="small">{t!(l, training.figures_withheld)}</span> }.into_any(),
        Value::None => "—".into_any(),
    }
}

/// The page.
pub fn figures(ctx: &Ctx, query: &Form, choice: &Choice, courses: &[Course], tables: &[Table]) -> Page {
    let l = ctx.l;
    let partner = choice.audience == Audience::Partner;
    let heading = if partner { t!(l, training.figures_partner) } else { t!(l, training.figures) };
    let filled = Filled::from(query.clone());
    let options: Vec<(String, String)> = courses.iter().map(|course| (course.id.to_string(), course.title.clone())).collect();
    let shown: Vec<AnyView> = tables.iter().map(|table| section(l, table)).collect();
    let file = |ending: &str| ctx.link(&format!("/desk/training/figures.{ending}?{}", query.encode()));
    let body = if shown.is_empty() {
        empty(t!(l, training.figures_none), t!(l, training.figures_none_text), None)
    } else {
        view! {
            <p class="actions">
                <a class="button quiet" href=file("xlsx")>{t!(l, training.figures_xlsx)}</a>
                <a class="button quiet" href=file("csv")>{t!(l, training.figures_csv)}</a>
            </p>
            {shown}
        }
        .into_any()
    };
    let mut other = query.clone();
    other.set("for", if partner { "" } else { "partner" });
    let switch = ctx.link(&format!("/desk/training/figures?{}", other.encode()));
    let verb = if partner { t!(l, training.figures) } else { t!(l, training.figures_partner) };
    let lead = if partner { t!(l, training.figures_partner_text) } else { t!(l, training.figures_text) };
    let body = view! {
        <div class="desk">
            <h1>{heading.clone()}</h1>
            <p class="lead">{lead}</p>
            <form class="filters" action=ctx.link("/desk/training/figures")>
                {partner.then(|| view! { <input type="hidden" name="for" value="partner"/> })}
                {filter_select(l, &filled, "course", t!(l, training.course), &options)}
                {Field::date(&filled, "from", t!(l, training.figures_from)).optional().view(l)}
                {Field::date(&filled, "until", t!(l, training.figures_until)).optional().view(l)}
                <button class="button" type="submit">{t!(l, training.figures_show)}</button>
            </form>
            <p><a href=switch>{verb}</a></p>
            {body}
        </div>
    };
    Page::new(heading, body)
}

/// A table, and a chart of those of its first columns that count people or products, where there are several rows to compare.
pub fn section(l: Locale, table: &Table) -> AnyView {
    let counts = |row: &Row| row.values.iter().map_while(|value| if let Value::Count(n) = value { Some(*n) } else { None }).collect();
    let rows: Vec<(String, Vec<i64>)> = table.rows.iter().map(|row| (row.label.clone(), counts(row))).collect();
    // A wide table takes the whole width, and says more than bars could.
    let narrow = table.columns.len() <= WIDE;
    let series = if narrow { rows.iter().map(|(_, counts)| counts.len()).min().unwrap_or(0).min(SERIES) } else { 0 };
    let mut rows: Vec<(String, Vec<i64>)> =
        rows.into_iter().map(|(label, counts)| (label, counts.into_iter().take(series).collect())).collect();
    rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.first().copied()));
    let named: Vec<String> = table.columns.iter().take(series).cloned().collect();
    let chart = (rows.len() > 1).then(|| chart(l, &table.title, &named, &rows)).flatten();
    let class = if chart.is_some() { "figures" } else { "" };
    let heads: Vec<AnyView> = table.columns.iter().map(|word| view! { <th scope="col">{word.clone()}</th> }.into_any()).collect();
    let line = |row: &Row| {
        let cells: Vec<AnyView> = row.values.iter().map(|value| view! { <td>{cell(l, *value)}</td> }.into_any()).collect();
        view! { <tr><th scope="row" dir="auto">{row.label.clone()}</th>{cells}</tr> }.into_any()
    };
    let rows: Vec<AnyView> = table.rows.iter().map(line).collect();
    let wide = if narrow { "grades" } else { "grades wide" };
    let sum = table.sum.as_ref().map(|sum| view! { <tfoot>{line(sum)}</tfoot> });
    view! {
        <section class="apart">
            <h2>{table.title.clone()}</h2>
            <div class=class>
                <div class="scroll" tabindex="0" role="region" aria-label=table.title.clone()>
                    <table class=wide>
                        <thead><tr><th scope="col">{table.of.clone()}</th>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                        {sum}
                    </table>
                </div>
                {chart}
            </div>
        </section>
    }
    .into_any()
}
