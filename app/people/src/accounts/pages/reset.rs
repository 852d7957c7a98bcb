//! Forgotten passwords and confirmed addresses.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, error_summary, hidden, submit};

/// Asks for the phone.
pub fn forgotten(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.forgotten);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, accounts.forgotten_lead)}</p>
            <form method="post" novalidate>
                {Field::phone(filled, "phone", t!(l, accounts.phone)).username().view(l)}
                {submit(t!(l, accounts.forgotten_verb))}
            </form>
        </div>
    };
    Page::new(title, body)
}

/// The same answer for every phone.
pub fn forgotten_sent(ctx: &Ctx) -> Page {
    let l = ctx.l;
    said(ctx, t!(l, accounts.forgotten_sent), t!(l, accounts.forgotten_sent_text), ("/sign-in", t!(l, common.sign_in)))
}

/// A new password.
pub fn reset(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.reset_title);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <form method="post" action=ctx.link("/reset") novalidate>
                {hidden("token", filled.form.get("token").to_owned())}
                {Field::password(filled, "new", t!(l, accounts.new_password), "new-password").hint(t!(l, accounts.password_hint)).view(l)}
                {submit(t!(l, common.save))}
            </form>
        </div>
    };
    Page::new(title, body)
}

/// The new password holds.
pub fn reset_done(ctx: &Ctx) -> Page {
    let l = ctx.l;
    said(ctx, t!(l, accounts.reset_done), t!(l, accounts.reset_done_text), ("/sign-in", t!(l, common.sign_in)))
}

/// A link that was used or is too old.
pub fn link_over(ctx: &Ctx) -> Page {
    let l = ctx.l;
    let verb = t!(l, accounts.forgotten);
    said(ctx, t!(l, accounts.link_over), t!(l, accounts.link_over_text), ("/forgotten", verb)).status(axum::http::StatusCode::NOT_FOUND)
}

/// Opening a link changes nothing; the button does.
pub fn confirm(ctx: &Ctx, token: &str) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.confirm_title);
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            <form method="post" action=ctx.link("/confirm-email")>
                {hidden("token", token.to_owned())}
                {submit(t!(l, accounts.confirm_verb))}
            </form>
        </div>
    };
    Page::new(title, body)
}

/// The address is confirmed.
pub fn confirmed(ctx: &Ctx) -> Page {
    let l = ctx.l;
    said(ctx, t!(l, accounts.confirmed), t!(l, accounts.confirmed_text), ("/me", t!(l, common.my_page)))
}

/// A page that says one thing, and where to go on.
fn said(ctx: &Ctx, title: String, text: String, next: (&str, String)) -> Page {
    let (path, verb) = next;
    let body = ground::ui::outcome(title.clone(), text, Some((ctx.link(path), verb)));
    Page::new(title, body)
}
