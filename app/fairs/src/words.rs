//! Words that pages of every sub-area use.

use std::collections::HashMap;

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::types::Fair;
use ground::days::{date, hour};
use ground::form::Form;
use ground::ids::FamilyId;
use ground::texts::Locale;
use ground::{t, texts};
use market::families::PublicName;
use people::place::Places;

/// Tenths of points as people read them.
pub fn tenths(points: i64) -> String {
    let sign = if points < 0 { "−" } else { "" };
    let (whole, rest) = (points.abs() / 10, points.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// The name of a fair in the reader's language.
pub(crate) fn name(l: Locale, fair: &Fair) -> String {
    texts::pick(l, &fair.name_ar, &fair.name_en).to_owned()
}

/// From when until when.
pub fn days(l: Locale, from: NaiveDate, to: NaiveDate) -> String {
    if from == to { date(l, from) } else { t!(l, training.from_to, from = date(l, from), to = date(l, to)) }
}

/// Where it is, in one line.
pub fn at(l: Locale, fair: &Fair, places: &Places) -> String {
    let town = if fair.city.is_empty() { places.name(l, &fair.municipality) } else { fair.city.clone() };
    let parts = [fair.venue.clone(), town, fair.country.clone()];
    let mut shown: Vec<String> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !shown.contains(&part) {
            shown.push(part);
        }
    }
    shown.join("، ").replace('،', if l == Locale::Ar { "،" } else { "," })
}

/// A place with a link that looks it up in maps.
pub(crate) fn mapped(l: Locale, place: &str) -> AnyView {
    let asked = Form::of([("api", "1".to_owned()), ("query", place.to_owned())]).encode();
    let maps = format!("https://www.google.com/maps/search/?{asked}");
    view! { <span dir="auto">{place.to_owned()}</span>" · "<a href=maps rel="noopener nofollow">{t!(l, fairs.open_in_maps)}</a> }.into_any()
}

/// From which hour until which, each day.
pub(crate) fn hours(l: Locale, fair: &Fair) -> String {
    let (from, to) = (hour(l, fair.opens_at), hour(l, fair.closes_at));
    if fair.starts_on == fair.ends_on {
        t!(l, training.from_to, from = from, to = to)
    } else {
        t!(l, fairs.daily_from_to, from = from, to = to)
    }
}

/// Names of families by key.
pub type Names = HashMap<FamilyId, PublicName>;

pub(crate) fn named(l: Locale, names: &Names, family: FamilyId) -> String {
    names.get(&family).map(|name| texts::pick(l, &name.ar, &name.en).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn tenths_are_read_as_people_do() {
        assert_eq!([625, 100, 0, -45].map(tenths), ["62.5", "10", "0", "−4.5"].map(str::to_owned));
    }
}
