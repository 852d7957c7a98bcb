//! Choices of one from a list.

use leptos::prelude::*;

use super::field::{Asks, described_by, field_class, hint_and_problem, wrong_in};
use crate::form::Filled;
use crate::t;
use crate::texts::Locale;

/// A choice of one from a list of codes and words.
pub fn select(l: Locale, filled: &Filled, name: &str, label: String, hint: Option<String>, options: &[(String, String)]) -> AnyView {
    list_box(l, filled, (name, label, hint), Some(t!(l, common.choose)), choices(filled, name, options))
}

/// The same where choices stand in groups, each with its name.
pub fn select_in_groups(l: Locale, filled: &Filled, name: &str, label: String, hint: Option<String>, groups: &[Choices]) -> AnyView {
    list_box(l, filled, (name, label, hint), Some(t!(l, common.choose)), grouped(filled, name, groups))
}

/// The same in a filter, where choosing nothing means all.
pub fn filter_in_groups(l: Locale, filled: &Filled, name: &str, label: String, groups: &[Choices]) -> AnyView {
    list_box(l, filled, (name, label, None), Some(t!(l, common.any)), grouped(filled, name, groups))
}

/// The same in a filter, where choosing nothing means all.
pub fn filter_select(l: Locale, filled: &Filled, name: &str, label: String, options: &[(String, String)]) -> AnyView {
    list_box(l, filled, (name, label, None), Some(t!(l, common.any)), choices(filled, name, options))
}

/// A list of choices in a form where none is an answer too, said by `blank`.
pub fn select_or(l: Locale, filled: &Filled, name: &str, label: String, options: &[(String, String)], blank: String) -> AnyView {
    list_box(l, filled, (name, label, None), Some(blank), choices(filled, name, options))
}

/// A list of choices of which one always holds.
pub fn pick_one(l: Locale, filled: &Filled, name: &str, label: String, options: &[(String, String)]) -> AnyView {
    list_box(l, filled, (name, label, None), None, choices(filled, name, options))
}

/// The name of a group, and its choices by their codes.
pub type Choices = (String, Vec<(String, String)>);

fn choices(filled: &Filled, name: &str, options: &[(String, String)]) -> Vec<AnyView> {
    let chosen = filled.form.get(name);
    options
        .iter()
        .map(|(code, word)| view! { <option value=code.clone() selected=code == chosen>{word.clone()}</option> }.into_any())
        .collect()
}

fn grouped(filled: &Filled, name: &str, groups: &[Choices]) -> Vec<AnyView> {
    groups
        .iter()
        .map(|(word, options)| view! { <optgroup label=word.clone()>{choices(filled, name, options)}</optgroup> }.into_any())
        .collect()
}

fn list_box(
    l: Locale,
    filled: &Filled,
    (name, label, hint): (&str, String, Option<String>),
    blank: Option<String>,
    options: Vec<AnyView>,
) -> AnyView {
    let id = format!("f-{name}");
    let wrong = wrong_in(l, filled, name, &label, Asks::Choice);
    let described = described_by(&id, hint.is_some(), wrong.is_some());
    view! {
        <div class=field_class(wrong.as_deref())>
            <label for=id.clone()>{label}</label>
            {hint_and_problem(&id, hint, wrong.clone())}
            <select id=id.clone() name=name.to_owned() aria-invalid=wrong.is_some().then_some("true") aria-describedby=described>
                {blank.map(|blank| view! { <option value="">{blank}</option> })}
                {options}
            </select>
        </div>
    }
    .into_any()
}
