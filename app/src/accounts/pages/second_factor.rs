//! The second factor of staff: giving it, setting it up, recovery codes.

use leptos::prelude::*;

use super::super::secrets;
use crate::ctx::Ctx;
use crate::form::Filled;
use crate::t;
use crate::ui::{Field, Page, Tone, error_summary, hidden, notice, submit};

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
    let account = ctx.actor.person().map(|person| person.name.replace(':', " ")).unwrap_or_default();
    let picture = secrets::totp_address(secret, &account)
        .and_then(|address| qrcode::QrCode::new(address).ok())
        .map(|code| code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(220, 220).build())
        .and_then(|svg| svg.find("<svg").map(|start| svg[start..].to_owned()));
    let groups: Vec<String> = secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, accounts.set_up_lead)}</p>
            <div class="qr" role="img" aria-label=t!(l, accounts.set_up_qr) inner_html=picture.unwrap_or_default()></div>
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
