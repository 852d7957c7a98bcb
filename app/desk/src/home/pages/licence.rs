//! One's own licence: asking for renewal, and leaving.

use leptos::prelude::*;

use cases::casework::{CaseKind, policy};
use chrono::NaiveDate;
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, Tone, error_summary, notice, submit, submit_for_good, tick};
use market::families::{FamilyState, OwnFamily, renewal_opens};

/// Asks for the licence to be renewed, or given back.
pub fn renewal(ctx: &Ctx, family: &OwnFamily, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, home.renewal);
    let until = family.licence.as_ref().map(|(_, until)| days::date(l, *until));
    let until = until.unwrap_or_default();
    let said = match family.state {
        FamilyState::Suspended => t!(l, home.renewal_suspended),
        FamilyState::Expired => t!(l, home.renewal_expired, day = until),
        _ => t!(l, home.renewal_soon, day = until),
    };
    let days = t!(l, common.n_work_days, count = policy(CaseKind::Renewal).days);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{said}</p>
            <form method="post" novalidate>
                {Field::lines(filled, "words", t!(l, home.renewal_words), 4).hint(t!(l, home.renewal_hint)).optional().view(l)}
                <p>{t!(l, home.renewal_days, days = days)}</p>
                {submit(t!(l, home.renewal_verb))}
            </form>
        </div>
    };
    Page::new(title, body)
}

/// A licence that holds long enough: until when, and from when it can be renewed.
pub fn renewal_later(ctx: &Ctx, until: NaiveDate) -> Page {
    let l = ctx.l;
    let title = t!(l, home.renewal);
    let said = t!(l, home.renewal_later, until = days::date(l, until), from = days::date(l, renewal_opens(until)));
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            {notice(Tone::Good, said)}
            <p>{t!(l, home.renewal_reminded)}</p>
            <p><a class="button" href=ctx.link("/me")>{t!(l, common.my_page)}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// What leaving means, before it is done.
pub fn leave(ctx: &Ctx, family: &OwnFamily, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, home.leave);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead" dir="auto">{family.trade_name.clone()}</p>
            {notice(Tone::Danger, t!(l, home.leave_means))}
            <p>{t!(l, home.leave_kept)}</p>
            <h2>{t!(l, home.copy_title)}</h2>
            <p>{t!(l, home.copy_text)}</p>
            <p><a class="button quiet" href=ctx.link("/me/copy") download="souq-data.html">{t!(l, home.copy_verb)}</a></p>
            <h2>{t!(l, home.leave_last)}</h2>
            <form method="post" novalidate>
                {Field::password(filled, "password", t!(l, home.erase_password), "current-password").view(l)}
                {tick(l, filled, "sure", t!(l, home.leave_sure))}
                {submit_for_good(t!(l, home.leave_verb))}
            </form>
            <p><a href=ctx.link("/me")>{t!(l, common.back)}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// The family has left.
pub fn left(ctx: &Ctx) -> Page {
    let l = ctx.l;
    let title = t!(l, home.left);
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            <h2>{t!(l, home.left_gone)}</h2>
            <p>{t!(l, home.left_gone_text)}</p>
            <h2>{t!(l, home.left_stays)}</h2>
            <p>{t!(l, home.left_stays_text)}</p>
            <p><a class="button" href=ctx.link("/")>{t!(l, home.erased_onward)}</a></p>
            <p><a href=ctx.link("/me/account/erase")>{t!(l, home.erase)}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// Erasing one's account: what goes and what stays, and the password once more.
pub fn erase(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, home.erase);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            {notice(Tone::Attention, t!(l, home.erase_means))}
            <p>{t!(l, home.erase_kept)}</p>
            <form method="post" novalidate>
                {Field::password(filled, "password", t!(l, home.erase_password), "current-password").view(l)}
                {tick(l, filled, "sure", t!(l, home.erase_sure))}
                {submit_for_good(t!(l, home.erase_verb))}
            </form>
            <p><a href=ctx.link("/me/account")>{t!(l, common.back)}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// The account is erased.
pub fn erased(ctx: &Ctx) -> Page {
    let l = ctx.l;
    let title = t!(l, home.erased);
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            <p>{t!(l, home.erased_text)}</p>
            <p><a href=ctx.link("/")>{t!(l, home.erased_onward)}</a></p>
        </div>
    };
    Page::new(title, body)
}
