//! One's own account: contact, password, devices.

use leptos::prelude::*;

use super::super::reads::{EmailState, OwnAccount};
use super::super::rules::phone_shown;
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, error_summary, radios, submit, tag, tick};

/// Contact, password and devices on one page.
pub fn account(ctx: &Ctx, own: &OwnAccount, filled: Option<&Filled>) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.account_title);
    let mut stored = Form::of([("email", own.email.clone()), ("locale", own.locale.clone())]);
    if own.mail_notices {
        stored.set("mail_notices", "yes");
    }
    let stored = Filled::from(stored);
    let filled = filled.unwrap_or(&stored);
    let mail_state = match own.email_state {
        EmailState::None => ().into_any(),
        EmailState::Confirmed => tag(Tone::Good, t!(l, accounts.email_confirmed)),
        EmailState::Unconfirmed => tag(Tone::Attention, t!(l, accounts.email_unconfirmed)),
        EmailState::Refused => tag(Tone::Danger, t!(l, accounts.email_refused)),
    };
    let languages = [("ar", "العربية".to_owned(), None), ("en", "English".to_owned(), None)];
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p>{t!(l, accounts.phone)}": "<bdi>{phone_shown(&own.phone)}</bdi></p>
            <h2>{t!(l, accounts.contact)}</h2>
            <form method="post" action=ctx.link("/me/account") novalidate>
                {Field::line(filled, "email", t!(l, accounts.email)).latin().optional().autocomplete("email").view(l)}
                {mail_state}
                {Field::password(filled, "password", t!(l, accounts.old_password), "current-password").hint(t!(l, accounts.password_for_email)).optional().view(l)}
                {tick(l, filled, "mail_notices", t!(l, accounts.mail_notices))}
                {radios(l, filled, "locale", t!(l, accounts.language), &languages)}
                {submit(t!(l, common.save))}
            </form>
            <h2>{t!(l, accounts.change_password)}</h2>
            <p class="hint">{t!(l, accounts.change_password_hint)}</p>
            <form method="post" action=ctx.link("/me/account/password") novalidate>
                {Field::password(filled, "old", t!(l, accounts.old_password), "current-password").view(l)}
                {Field::password(filled, "new", t!(l, accounts.new_password), "new-password").hint(t!(l, accounts.password_hint)).view(l)}
                {submit(t!(l, accounts.change_password))}
            </form>
            {devices(ctx, own)}
            <p><a href=ctx.link("/me/copy") download="souq-data.html">{t!(l, accounts.copy)}</a></p>
            <p><a href=ctx.link("/me/account/erase")>{t!(l, accounts.erase)}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// Browser and system of a user agent, as people know them. What is not recognised is shown as it came.
fn device_words(l: Locale, agent: &str) -> String {
    // The order matters: most agents name the browsers that they are like.
    const BROWSERS: [(&str, &str); 6] = [
        ("SamsungBrowser", "Samsung Internet"),
        ("OPR/", "Opera"),
        ("Edg", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];
    let named = |table: &[(&str, &'static str)]| table.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => t!(l, accounts.device, browser = browser, system = system),
        _ => agent.chars().take(60).collect(),
    }
}

fn devices(ctx: &Ctx, own: &OwnAccount) -> AnyView {
    let l = ctx.l;
    let current = ctx.actor.person().map(|signed| signed.session).ok();
    let rows: Vec<AnyView> = own
        .devices
        .iter()
        .map(|(id, device, since, seen)| {
            let end = if Some(*id) == current {
                tag(Tone::Plain, t!(l, accounts.this_device))
            } else {
                view! {
                    <form method="post" action=ctx.link(&format!("/me/account/devices/{id}"))>
                        <button class="button quiet" type="submit">{t!(l, common.sign_out)}</button>
                    </form>
                }
                .into_any()
            };
            view! {
                <li class="row">
                    <div>
                        <p><bdi>{device_words(l, device)}</bdi></p>
                        <p class="small">{t!(l, accounts.device_times, since = days::moment(l, *since), seen = days::moment(l, *seen))}</p>
                    </div>
                    {end}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <h2>{t!(l, accounts.devices)}</h2>
        <ul class="rows">{rows}</ul>
        <form method="post" action=ctx.link("/me/account/devices")>
            <button class="button quiet" type="submit">{t!(l, accounts.sign_out_others)}</button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_named_as_people_know_them() {
        let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
        assert_eq!(device_words(Locale::En, phone), "Chrome on Android");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(device_words(Locale::Ar, phone), "Safari على iPhone");
        assert_eq!(device_words(Locale::En, "curl/8"), "curl/8");
    }
}
