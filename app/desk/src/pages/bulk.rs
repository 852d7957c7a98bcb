//! What became of products approved together.

use leptos::prelude::*;

use cases::casework::CaseView;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::t;
use ground::ui::{Page, Tone, outcome, tag};

/// A line for each.
pub fn approved_many(ctx: &Ctx, results: &[(CaseView, Result<(), AppError>)]) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.bulk_title);
    if results.is_empty() {
        let body = outcome(t!(l, desk.bulk_none), t!(l, desk.bulk_none_text), Some((ctx.link("/desk"), t!(l, desk.queue))));
        return Page::new(title, body);
    }
    let lines: Vec<AnyView> = results
        .iter()
        .map(|(case, result)| {
            let (tone, word) = match result {
                Ok(()) => (Tone::Good, t!(l, desk.bulk_approved)),
                Err(AppError::Refused(why)) => (Tone::Danger, why.text(l)),
                Err(_) => (Tone::Danger, t!(l, desk.bulk_failed)),
            };
            view! {
                <li class="row">
                    <a href=ctx.link(&format!("/desk/cases/{}", case.id)) dir="auto">{case.title.clone()}</a>
                    {tag(tone, word)}
                </li>
            }
            .into_any()
        })
        .collect();
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            <ul class="rows">{lines}</ul>
            <p><a class="button" href=ctx.link("/desk")>{t!(l, desk.queue)}</a></p>
        </div>
    };
    Page::new(title, body)
}
