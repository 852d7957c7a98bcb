//! Signing in, and going on with a form that was interrupted.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::t;
use ground::ui::{Field, Page, Tone, error_summary, hidden, notice, submit};

/// Phone and password.
pub fn sign_in(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.sign_in_title);
    let kept = filled.form.get("kept").to_owned();
    let expired = (!kept.is_empty()).then(|| notice(Tone::Attention, t!(l, accounts.session_over)));
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            {expired}
            <form method="post" action=ctx.link("/sign-in") novalidate>
                {hidden("next", filled.form.get("next").to_owned())}
                {hidden("kept", kept)}
                {Field::phone(filled, "phone", t!(l, accounts.phone)).username().view(l)}
                {Field::password(filled, "password", t!(l, accounts.password), "current-password").view(l)}
                {submit(t!(l, common.sign_in))}
            </form>
            <p><a href=ctx.link("/forgotten")>{t!(l, accounts.forgotten)}</a></p>
            <p>{t!(l, accounts.no_account)}" "<a href=ctx.link("/join")>{t!(l, common.join)}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// The interrupted form, unseen, with one button that sends it.
pub fn resume(ctx: &Ctx, next: &str, typed: &Form) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.resume_title);
    let values: Vec<AnyView> = typed.0.iter().map(|(name, value)| hidden(name, value.clone())).collect();
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, accounts.resume_lead)}</p>
            <form method="post" action=next.to_owned()>{values}{submit(t!(l, accounts.resume_verb))}</form>
        </div>
    };
    Page::new(title, body)
}
