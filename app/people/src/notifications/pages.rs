//! The inbox page.

use leptos::prelude::*;

use super::acts::InboxRow;
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::ui::{Page, Tone, outcome, tag};

/// Notices, newest first.
pub fn inbox(ctx: &Ctx, rows: &[InboxRow]) -> Page {
    let l = ctx.l;
    let title = t!(l, common.inbox);
    if rows.is_empty() {
        let body = outcome(t!(l, notifications.empty), t!(l, notifications.empty_text), Some((ctx.link("/me"), t!(l, common.my_page))));
        return Page::new(title, body);
    }
    let items: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let new = (!row.read).then(|| tag(Tone::Attention, t!(l, notifications.new)));
            view! {
                <li class="card pad">
                    <h2><a href=ctx.link(&row.link)>{row.notice.title(l)}</a>" "{new}</h2>
                    <p class="lines">{row.notice.text(l)}</p>
                    <p class="small"><time datetime=days::machine(row.at)>{days::moment(l, row.at)}</time></p>
                </li>
            }
            .into_any()
        })
        .collect();
    Page::new(title.clone(), view! { <div class="narrow"><h1>{title}</h1><ul class="rows">{items}</ul></div> })
}
