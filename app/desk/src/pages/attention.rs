//! What waits for an administrator, above the queue.

use leptos::prelude::*;

use crate::types::Attention;
use ground::ctx::Ctx;
use ground::t;

/// Each count leads to where something can be done about it; nothing where nothing waits.
pub fn attention(ctx: &Ctx, found: &Attention) -> Option<AnyView> {
    let l = ctx.l;
    let Attention { proposals, dead, holidays } = *found;
    let lines = [
        (proposals > 0).then(|| ("/desk/people", t!(l, desk.n_proposals, count = proposals))),
        (dead > 0).then(|| ("/desk/mails", t!(l, desk.n_dead, count = dead))),
        (holidays > 0).then(|| ("/desk/reference/holidays", t!(l, desk.n_holidays, count = holidays))),
    ];
    let lines: Vec<AnyView> =
        lines.into_iter().flatten().map(|(path, words)| view! { <li><a href=ctx.link(path)>{words}</a></li> }.into_any()).collect();
    (!lines.is_empty()).then(|| view! { <div class="notice attention"><ul>{lines}</ul></div> }.into_any())
}
