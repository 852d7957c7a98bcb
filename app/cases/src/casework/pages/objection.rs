//! An objection to a result, for who may make it, who made it and who hears it.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::casework::objections::Objected;
use crate::casework::rules::Outcome;
use ground::days::date;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Tone, notice, submit, tag};

/// Where an objection stands: its number, with a path to its case for who may read it, what was said, and what was said to it.
pub fn objected(l: Locale, made: &Objected, path: Option<String>) -> AnyView {
    let state = match made.outcome {
        None if made.open => tag(Tone::Waiting, t!(l, casework.not_heard)),
        None => tag(Tone::Plain, t!(l, casework.event_withdraw)),
        Some(Outcome::Approved) => tag(Tone::Good, t!(l, casework.upheld)),
        Some(Outcome::Refused) => tag(Tone::Plain, t!(l, casework.not_upheld)),
    };
    let said = (!made.answer.is_empty()).then(|| notice(Tone::Plain, made.answer.clone()));
    let reference = made.reference.clone();
    let number = match path {
        Some(path) => view! { <a href=path><bdi>{reference}</bdi></a> }.into_any(),
        None => view! { <bdi>{reference}</bdi> }.into_any(),
    };
    view! {
        <p>{number}" "{state}</p>
        <p class="lines" dir="auto">{made.words.clone()}</p>
        {said}
    }
    .into_any()
}

/// The form that objects to a result until a day; `name` is that of its field, unlike others of the page.
pub fn object_form(l: Locale, filled: &Filled, name: &str, action: String, last: NaiveDate) -> AnyView {
    view! {
        <details open=filled.errors.of(name).is_some()>
            <summary>{t!(l, casework.object_to_result)}</summary>
            <form method="post" action=action novalidate>
                {Field::lines(filled, name, t!(l, casework.object_why), 4).hint(t!(l, casework.object_until, day = date(l, last))).view(l)}
                {submit(t!(l, casework.object_to_result))}
            </form>
        </details>
    }
    .into_any()
}
