//! Figures of training: charts with their tables, and files of them.

use leptos::prelude::*;

use super::super::entity::course;
use super::super::figures::{Choice, Table, Value};
use super::public::title;
use crate::ctx::Ctx;
use crate::form::{Filled, Form};
use crate::i18n::Locale;
use crate::t;
use crate::ui::{Field, Page, bars, empty, filter_select, price};

/// A number as people read it.
fn cell(l: Locale, value: Value) -> AnyView {
    match value {
        Value::Count(n) => n.to_string().into_any(),
        Value::Percent(n) => view! { <bdi>{format!("{n}%")}</bdi> }.into_any(),
        Value::Money(money) => price(l, money),
        Value::None => "—".into_any(),
    }
}

/// The page.
pub fn figures(ctx: &Ctx, query: &Form, choice: &Choice, courses: &[course::Model], tables: &[Table]) -> Page {
    let l = ctx.l;
    let heading = if choice.partner { t!(l, training.figures_partner) } else { t!(l, training.figures) };
    let filled = Filled::from(query.clone());
    let options: Vec<(String, String)> = courses.iter().map(|course| (course.id.to_string(), title(l, course))).collect();
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
    other.set("for", if choice.partner { "" } else { "partner" });
    let switch = ctx.link(&format!("/desk/training/figures?{}", other.encode()));
    let verb = if choice.partner { t!(l, training.figures) } else { t!(l, training.figures_partner) };
    let lead = if choice.partner { t!(l, training.figures_partner_text) } else { t!(l, training.figures_text) };
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link("/desk/training")>{t!(l, training.desk)}</a></p>
            <h1>{heading.clone()}</h1>
            <p class="lead">{lead}</p>
            <form class="filters" action=ctx.link("/desk/training/figures")>
                {choice.partner.then(|| view! { <input type="hidden" name="for" value="partner"/> })}
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

/// A table, and bars of its first column where there are several rows to compare.
fn section(l: Locale, table: &Table) -> AnyView {
    let first: Vec<(String, i64)> = table
        .rows
        .iter()
        .filter_map(|row| if let Some(Value::Count(n)) = row.values.first() { Some((row.label.clone(), *n)) } else { None })
        .collect();
    // Wide tables stand alone.
    let chart = (first.len() > 1 && table.columns.len() < 4).then(|| bars(table.columns.first().cloned().unwrap_or_default(), &first));
    let class = if chart.is_some() { "figures" } else { "" };
    let heads: Vec<AnyView> = table.columns.iter().map(|word| view! { <th scope="col">{word.clone()}</th> }.into_any()).collect();
    let rows: Vec<AnyView> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<AnyView> = row.values.iter().map(|value| view! { <td>{cell(l, *value)}</td> }.into_any()).collect();
            view! { <tr><th scope="row" dir="auto">{row.label.clone()}</th>{cells}</tr> }.into_any()
        })
        .collect();
    view! {
        <section class="apart">
            <h2>{table.title.clone()}</h2>
            <div class=class>
                <div class="scroll" tabindex="0" role="region" aria-label=table.title.clone()>
                    <table class="grades">
                        <thead><tr><th scope="col">{table.of.clone()}</th>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {chart}
            </div>
        </section>
    }
    .into_any()
}
