//! Reporting a listing.

use leptos::prelude::*;

use super::super::rules::ReportReason;
use super::super::types::ProductView;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts;
use ground::ui::{Field, Page, error_summary, outcome, select, submit};

/// The form.
pub fn report(ctx: &Ctx, v: &ProductView, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, catalogue.report_title);
    let name = texts::pick(l, &v.live.what.title_ar, &v.live.what.title_en).to_owned();
    let reasons: Vec<(String, String)> = ReportReason::OFFERED.map(|reason| (reason.code().to_owned(), reason.word(l))).to_vec();
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead" dir="auto">{name}</p>
            <form method="post" novalidate>
                {select(l, filled, "reason", t!(l, catalogue.report_reason), None, &reasons)}
                {Field::lines(filled, "words", t!(l, catalogue.report_words), 4).view(l)}
                {Field::line(filled, "contact", t!(l, catalogue.report_contact)).hint(t!(l, catalogue.report_contact_hint)).optional().view(l)}
                {submit(t!(l, catalogue.report_verb))}
            </form>
        </div>
    };
    Page::new(title, body)
}

/// The report has arrived.
pub fn reported(ctx: &Ctx, slug: &str, reference: &str) -> Page {
    let l = ctx.l;
    let title = t!(l, catalogue.reported);
    let text = t!(l, catalogue.reported_text, reference = reference);
    let back = (ctx.link(&format!("/products/{slug}")), t!(l, common.back));
    Page::new(title.clone(), outcome(title, text, Some(back)))
}
