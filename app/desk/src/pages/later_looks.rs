//! Products that trusted families published without a look before.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::t;
use ground::ui::{Field, Page, empty, error_summary, hidden, submit};
use market::catalogue::LaterLook;
use people::place::Places;

/// Each with a link, a button that says it is right, and a form that opens a case.
pub fn later_looks(ctx: &Ctx, rows: &[LaterLook], filled: &Filled, places: &Places) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.samples);
    let blank = Filled::from(Form::default());
    let items: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let action = ctx.link(&format!("/desk/samples/{}", row.id));
            // What was typed belongs to one form; ids on the page stay unique.
            let own = if filled.form.get("product") == row.id.to_string() { filled } else { &blank };
            let words = format!("words_{}", row.id);
            let wrong = own.errors.of("words").is_some();
            let mut typed = own.clone();
            typed.form.set(&words, own.form.get("words"));
            if let Some(problem) = own.errors.of("words") {
                typed.errors.add(&words, problem.clone());
            }
            let place = row.municipality.as_deref().map(|code| places.name(l, code)).unwrap_or_default();
            view! {
                <li class="card pad">
                    <h2><a href=ctx.link(&format!("/products/{}", row.slug)) dir="auto">{row.title.clone()}</a></h2>
                    <p class="small">{row.family.clone()}" · "{place}" · "{days::moment(l, row.at)}</p>
                    <div class="actions">
                        <form method="post" action=format!("{action}/right")>
                            <button class="button" type="submit">{t!(l, desk.sample_right)}</button>
                        </form>
                    </div>
                    <details open=wrong>
                        <summary>{t!(l, desk.sample_wrong)}</summary>
                        <form method="post" action=action novalidate>
                            {hidden("product", row.id.to_string())}
                            {Field::lines(&typed, &words, t!(l, catalogue.report_words), 3).sent_as("words").view(l)}
                            {submit(t!(l, desk.sample_wrong_verb))}
                        </form>
                    </details>
                </li>
            }
            .into_any()
        })
        .collect();
    let list = if items.is_empty() {
        empty(t!(l, desk.samples_none), t!(l, desk.samples_none_text), Some((ctx.link("/desk"), t!(l, desk.queue))))
    } else {
        view! { <p class="lead">{t!(l, desk.samples_lead)}</p><ul>{items}</ul> }.into_any()
    };
    let body = view! { <div class="desk">{error_summary(l, filled)}<h1>{title.clone()}</h1>{list}</div> };
    Page::new(title, body)
}
