//! The report of a fair: tables with their charts; it prints as it stands.

use leptos::prelude::*;

use crate::record::pages::feedback::said as answers;
use crate::record::types::Said;
use crate::types::Fair;
use crate::words::{days, name};
use ground::ctx::Ctx;
use ground::t;
use ground::ui::{Page, empty};
use training::figures::Table;
use training::figures_section;

/// The page.
pub fn report(ctx: &Ctx, fair: &Fair, tables: &[Table], said: &[Said]) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.report);
    let shown: Vec<AnyView> = tables.iter().map(|table| figures_section(l, table)).collect();
    let file = |ending: &str| ctx.link(&format!("/desk/fairs/{}/report.{ending}", fair.id));
    let body = if shown.is_empty() {
        empty(t!(l, fairs.report_none), t!(l, fairs.report_none_text), None)
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
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            <h1>{heading.clone()}</h1>
            <p class="lead"><span dir="auto">{name(l, fair)}</span>" · "{days(l, fair.starts_on, fair.ends_on)}</p>
            {body}
            {answers(l, said)}
        </div>
    };
    Page::new(heading, body)
}
