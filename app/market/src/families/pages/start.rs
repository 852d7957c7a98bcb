//! An officer begins an application for a family.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, error_summary, select, submit, tick};

const WAYS: [&str; 3] = ["signed", "spoken", "phone"];

/// The code of a way to consent, if it is one.
pub fn consent_way(code: &str) -> Option<String> {
    WAYS.contains(&code).then(|| code.to_owned())
}

/// A way to consent in words.
pub fn consent_way_word(l: Locale, code: &str) -> String {
    match code {
        "signed" => t!(l, families.way_signed),
        "spoken" => t!(l, families.way_spoken),
        "phone" => t!(l, families.way_phone),
        "import" => t!(l, families.way_import),
        other => other.to_owned(),
    }
}

/// Name, phone, and how the family consented.
pub fn start_for(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = t!(l, families.start_title);
    let ways: Vec<(String, String)> = WAYS.iter().map(|code| ((*code).to_owned(), consent_way_word(l, code))).collect();
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, families.start_lead)}</p>
            <form method="post" novalidate>
                {Field::line(filled, "name", t!(l, families.start_name)).view(l)}
                {Field::phone(filled, "phone", t!(l, families.contact_phone)).view(l)}
                {select(l, filled, "how", t!(l, families.consent_how), None, &ways)}
                {tick(l, filled, "consent", t!(l, families.start_consent))}
                {submit(t!(l, families.start_verb))}
            </form>
        </div>
    };
    Page::new(title, body)
}
