//! Mails that could not be sent.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::days;
use ground::outbox::{Held, Model};
use ground::t;
use ground::ui::{Page, empty};

/// What the mail server does not take, and other work that waits for its next try; given-up tasks with the last error, and how many wait.
pub fn mails(ctx: &Ctx, dead: &[Model], waiting: u64, mails: Option<&Held>, work: Option<&Held>) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.mails);
    let list = if dead.is_empty() {
        empty(t!(l, desk.mails_none), t!(l, desk.mails_none_text), None)
    } else {
        let lines: Vec<AnyView> = dead
            .iter()
            .map(|row| {
                view! {
                    <li class="row">
                        <div>
                            <p>{days::moment(l, row.created_at)}</p>
                            <p class="small" dir="auto">{row.last_error.clone().unwrap_or_default()}</p>
                        </div>
                        <form method="post" action=ctx.link(&format!("/desk/mails/{}/revive", row.id))>
                            <button class="button quiet" type="submit">{t!(l, desk.revive)}</button>
                        </form>
                    </li>
                }
                .into_any()
            })
            .collect();
        view! { <ul class="rows">{lines}</ul> }.into_any()
    };
    let said = |words: String, held: &Held| {
        view! {
            <div class="notice attention">
                <p>{words}</p>
                <p class="small" dir="ltr">{held.said.clone()}</p>
            </div>
        }
    };
    let mails = mails.map(|held| said(t!(l, desk.mails_held, n = held.many, since = days::moment(l, held.since)), held));
    let work = work.map(|held| said(t!(l, desk.work_held, n = held.many, since = days::moment(l, held.since)), held));
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            {mails}{work}
            <p>{t!(l, desk.mails_waiting, n = waiting)}</p>
            {list}
        </div>
    };
    Page::new(title, body)
}
