//! What is wrong, above a form.

use leptos::prelude::*;

use crate::error::Problem;
use crate::form::Filled;
use crate::t;
use crate::texts::Locale;
use crate::ui::problem;

/// Typed texts of fewer letters are quickly typed again.
const WORTH_KEEPING: usize = 4;

/// Everything that is wrong, each line a link to its field and named after it. The page is read from here. Where the rule said no to the whole form, what
/// was typed is shown, to be taken along: the form may not be there any longer.
pub fn error_summary(l: Locale, filled: &Filled) -> AnyView {
    if filled.errors.0.is_empty() {
        return ().into_any();
    }
    let typed = filled.errors.0.iter().any(|(_, problem)| matches!(problem, Problem::NotDone(_))).then(|| kept(l, filled));
    let filled = filled.clone();
    // Drawn after the fields below it, which know their names.
    let lines = move || {
        let line = |(name, wrong): &(String, Problem)| {
            let words = filled.labels.of(name).unwrap_or_else(|| problem(l, wrong));
            match wrong {
                Problem::NotDone(_) => view! { <li>{words}</li> }.into_any(),
                _ => view! { <li><a href=format!("#f-{name}")>{words}</a></li> }.into_any(),
            }
        };
        filled.errors.0.iter().map(line).collect::<Vec<_>>()
    };
    view! {
        <div class="notice danger" role="alert" tabindex="-1" id="errors" autofocus=true>
            <h2>{t!(l, common.error_summary)}</h2>
            <ul>{lines}</ul>
            {typed}
        </div>
    }
    .into_any()
}

fn kept(l: Locale, filled: &Filled) -> AnyView {
    let secret = |name: &str| name.contains("password") || matches!(name, "old" | "new" | "code");
    // Codes of choices, numbers and prices are no texts.
    let text = |value: &str| value.chars().any(|c| c.is_whitespace() || c.is_alphabetic() && !c.is_ascii());
    let long = |value: &str| value.trim().chars().count() >= WORTH_KEEPING;
    let texts = filled.form.0.iter().filter(|(name, value)| !secret(name) && text(value.trim()) && long(value));
    let texts: Vec<AnyView> = texts.map(|(_, value)| view! { <p class="lines" dir="auto">{value.clone()}</p> }.into_any()).collect();
    if texts.is_empty() {
        return ().into_any();
    }
    view! { <details open=true><summary>{t!(l, common.typed)}</summary>{texts}</details> }.into_any()
}
