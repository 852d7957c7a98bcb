//! Mails that could not be sent.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::days;
use ground::outbox::{About, Held, Model};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, empty};
use people::accounts;

/// What the mail server does not take, and other work that waits for its next try; given-up tasks with the last error, and how many wait.
pub fn mails(ctx: &Ctx, (dead, all_dead): (&[Model], u64), waiting: u64, mails: Option<&Held>, work: Option<&Held>) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.mails);
    let list = if dead.is_empty() {
        empty(t!(l, desk.mails_none), t!(l, desk.mails_none_text), None)
    } else {
        let lines: Vec<AnyView> = dead.iter().map(|row| line(ctx, row)).collect();
        view! { <p>{t!(l, desk.n_dead, count = all_dead)}</p><ul class="rows">{lines}</ul> }.into_any()
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

/// What kind of task it is.
fn task_word(l: Locale, name: &str) -> String {
    match name {
        "mail" => t!(l, desk.task_mail),
        "issue" => t!(l, desk.task_issue),
        "import" => t!(l, desk.task_import),
        "erase" => t!(l, desk.task_erase),
        "reindex" => t!(l, desk.task_reindex),
        _ => t!(l, desk.task_other),
    }
}

/// What could not be done, for whom, and why. Whose address it is stays between them and the mail server.
fn line(ctx: &Ctx, row: &Model) -> AnyView {
    let l = ctx.l;
    let About { name, to, subject } = row.about();
    let shown = to.as_deref().map(accounts::masked);
    let said = row.last_error.clone().unwrap_or_default();
    let said = match (&to, &shown) {
        (Some(to), Some(shown)) => said.replace(to.as_str(), shown),
        _ => said,
    };
    let word = task_word(l, &name);
    let head = subject.map_or_else(|| word.clone(), |subject| format!("{word}: {subject}"));
    let act = |act: &str| ctx.link(&format!("/desk/mails/{}/{act}", row.id));
    view! {
        <li class="row">
            <div>
                <p dir="auto">{head}</p>
                <p class="small">{days::moment(l, row.created_at)}{shown.map(|to| view! { " · "<bdi>{to}</bdi> })}</p>
                <p class="small" dir="auto">{said}</p>
            </div>
            <form method="post" action=act("revive")><button class="button quiet" type="submit">{t!(l, desk.revive)}</button></form>
            <form method="post" action=act("discard")><button class="button quiet" type="submit">{t!(l, desk.discard)}</button></form>
        </li>
    }
    .into_any()
}
