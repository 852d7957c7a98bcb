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
    let days = t!(l, common.n_work_days, count = policy(CaseKind::Family).days);
    let own = target == Target::Own;
    let title = if own { t!(l, families.sent_title) } else { t!(l, families.helped_sent) };
    let (home, verb) =
        if own { (ctx.link("/me"), t!(l, families.sent_verb)) } else { (ctx.link("/desk/families"), t!(l, families.helped_verb)) };
    let steps = if own {
        [t!(l, families.sent_next_1), t!(l, families.sent_next_2), t!(l, families.sent_next_3, days = days)]
    } else {
        [t!(l, families.helped_next_1), t!(l, families.helped_next_2), t!(l, families.helped_next_3, days = days)]
    };
    let steps: Vec<AnyView> = steps.into_iter().map(|step| view! { <li>{step}</li> }.into_any()).collect();
    let body = view! {
        <div class="narrow confirmation">
            {band()}
            <h1>{title.clone()}</h1>
            <p class="reference">{t!(l, families.sent_reference)}<br/><bdi>{reference.to_owned()}</bdi></p>
            <h2>{t!(l, families.sent_next)}</h2>
            <ol>{steps}</ol>
            <a class="button" href=home>{verb}</a>
        </div>
    };
    Page::new(title, body)
}
