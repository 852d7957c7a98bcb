//! Opening an account.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, error_summary, submit};

/// Name, phone, password.
pub fn join(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, accounts.join_title);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, accounts.join_lead)}</p>
            <form method="post" novalidate>
                {Field::line(filled, "name", t!(l, accounts.name)).hint(t!(l, accounts.name_hint)).autocomplete("name").view(l)}
                {Field::phone(filled, "phone", t!(l, accounts.phone)).hint(t!(l, accounts.phone_hint)).autocomplete("tel").view(l)}
                {Field::password(filled, "password", t!(l, accounts.password), "new-password").hint(t!(l, accounts.password_hint)).view(l)}
                {Field::line(filled, "email", t!(l, accounts.email)).hint(t!(l, accounts.email_hint)).latin().optional().autocomplete("email").view(l)}
                {submit(t!(l, accounts.join_verb))}
            </form>
            <p>{t!(l, accounts.have_account)}" "<a href=ctx.link("/sign-in")>{t!(l, common.sign_in)}</a></p>
        </div>
    };
    Page::new(title, body)
}
