//! The inbox page.

use leptos::prelude::*;

use super::acts::InboxRow;
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::ui::{Page, outcome};

/// Notices, newest first.
pub fn inbox(ctx: &Ctx, rows: &[InboxRow]) -> Page {
    let l = ctx.l;
    let title = t!(l, common.inbox);
    if rows.is_empty() {
        let body = outcome(t!(l, notifications.empty), t!(l, notifications.empty_text), Some((ctx.link("/me"), t!(l, common.my_page))));
        return Page::new(title, body);
    }
    let item = |row: &InboxRow| {
        let class = if row.read { "button quiet" } else { "button" };
        let verb = row.notice.verb(l).map(|verb| view! { <p><a class=class href=ctx.link(&row.link)>{verb}</a></p> });
        view! {
            <li class="card pad">
                <h3><a href=ctx.link(&row.link)>{row.notice.title(l)}</a></h3>
                <p class="lines">{row.notice.text(l)}</p>
                {verb}
                <p class="small"><time datetime=days::machine(row.at)>{days::moment(l, row.at)}</time></p>
            </li>
        }
        .into_any()
    };
    let group = |read: bool, heading: String| {
        let items: Vec<AnyView> = rows.iter().filter(|row| row.read == read).map(item).collect();
        (!items.is_empty()).then(|| view! { <h2>{heading}</h2><ul class="rows">{items}</ul> })
    };
    let (new, earlier) = (group(false, t!(l, notifications.new)), group(true, t!(l, notifications.earlier)));
    Page::new(title.clone(), view! { <div class="narrow"><h1>{title}</h1>{new}{earlier}</div> })
}
