//! The second factor of staff: giving it, setting it up, recovery codes.

use leptos::prelude::*;

use super::super::secrets;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, Tone, error_summary, hidden, notice, qr, submit};

fn code_field(ctx: &Ctx, filled: &Filled) -> AnyView {
    Field::number(filled, "code", t!(ctx.l, accounts.code)).autocomplete("one-time-code").view(ctx.l)
}

/// Six digits of the app, or a recovery code.
pub fn code(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.code_title);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, accounts.code_lead)}</p>
            <form method="post" action=ctx.link("/sign-in/code") novalidate>
                {hidden("next", filled.form.get("next").to_owned())}
                {hidden("kept", filled.form.get("kept").to_owned())}
                {code_field(ctx, filled)}
                {submit(t!(l, common.sign_in))}
            </form>
        </div>
    };
    Page::new(title, body)
}

/// QR code and secret for the app, and the first code that proves it.
pub fn set_up(ctx: &Ctx, filled: &Filled, secret: &str) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.set_up_title);
    let account = ctx.actor.known().map(|person| person.name.replace(':', " ")).unwrap_or_default();
    let address = secrets::totp_address(secret, &account).unwrap_or_default();
    let groups: Vec<String> = secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, accounts.set_up_lead)}</p>
            {qr(&address, t!(l, accounts.set_up_qr))}
            <p>{t!(l, accounts.set_up_secret)}" "<bdi><code>{groups.join(" ")}</code></bdi></p>
            <form method="post" novalidate>{code_field(ctx, filled)}{submit(t!(l, accounts.set_up_verb))}</form>
        </div>
    };
    Page::new(title, body)
}

/// The codes, shown once.
pub fn recovery_codes(ctx: &Ctx, codes: &[String]) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.recovery_title);
    let codes: Vec<AnyView> = codes.iter().map(|code| view! { <li><bdi><code>{code.clone()}</code></bdi></li> }.into_any()).collect();
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            {notice(Tone::Attention, t!(l, accounts.recovery_lead))}
            <ul class="codes">{codes}</ul>
            <a class="button" href=ctx.link("/me")>{t!(l, accounts.recovery_verb)}</a>
        </div>
    };
    Page::new(title, body)
}
