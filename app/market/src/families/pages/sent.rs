//! The application has arrived.

use leptos::prelude::*;

use super::super::types::Target;
use cases::casework::{CaseKind, policy};
use ground::ctx::Ctx;
use ground::t;
use ground::ui::{Page, band};

/// Reference number and what happens next.
pub fn sent(ctx: &Ctx, target: Target, reference: &str) -> Page {
    let l = ctx.l;
    let title = t!(l, families.sent_title);
    let days = t!(l, common.n_work_days, count = policy(CaseKind::Family).days);
    let home = if target == Target::Own { ctx.link("/me") } else { ctx.link("/desk") };
    let body = view! {
        <div class="narrow confirmation">
            {band()}
            <h1>{title.clone()}</h1>
            <p class="reference">{t!(l, families.sent_reference)}<br/><bdi>{reference.to_owned()}</bdi></p>
            <h2>{t!(l, families.sent_next)}</h2>
            <ol>
                <li>{t!(l, families.sent_next_1)}</li>
                <li>{t!(l, families.sent_next_2)}</li>
                <li>{t!(l, families.sent_next_3, days = days)}</li>
            </ol>
            <a class="button" href=home>{t!(l, families.sent_verb)}</a>
        </div>
    };
    Page::new(title, body)
}
