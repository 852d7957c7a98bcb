//! Texts that no page shows.

use std::collections::BTreeSet;
use std::fs;

use crate::graph::House;
use crate::offence::Offence;
use crate::repository;

/// Forms of a plural, as they end the key of a text (`app/ground/texts`).
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The names of the texts in a file of `locales`: its keys, those of a plural as one.
fn names(yaml: &str) -> BTreeSet<&str> {
    let keys: BTreeSet<&str> = yaml.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key.trim_matches('"')).collect();
    let plural = |name: &str| ["one", "other"].iter().all(|form| keys.contains(format!("{name}_{form}").as_str()));
    let name = |key| match str::rsplit_once(key, '_') {
        Some((name, form)) if FORMS.contains(&form) && plural(name) => name,
        _ => key,
    };
    keys.iter().copied().map(name).collect()
}

/// What a source names as an area and a text: `t!(l, fairs.coming)`, or `texts::fairs::coming` where the text itself is meant.
fn named(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || "_.:".contains(c)));
    words.filter_map(|word| match word.rsplit_once("::") {
        Some((path, name)) => Some(format!("{}.{name}", path.rsplit("::").next()?)),
        None => word.contains('.').then(|| word.to_owned()),
    })
}

/// Texts that nothing but tests names. One language is enough: what is in one of them only does not compile.
pub fn every_text_is_shown(house: &House) -> Vec<Offence> {
    let sources = house.files().iter().filter(|file| !file.is_test());
    let named: BTreeSet<String> = sources.flat_map(|file| named(&file.text)).collect();
    let (mut found, mut wrong) = (0, Vec::new());
    for wing in house.wings() {
        let Ok(areas) = fs::read_dir(repository().join("app").join(wing).join("locales/ar")) else { continue };
        for file in areas.map(|entry| entry.unwrap().path()) {
            let area = file.file_stem().unwrap().to_str().unwrap();
            let yaml = fs::read_to_string(&file).unwrap();
            let texts: Vec<String> = names(&yaml).into_iter().map(|name| format!("{area}.{name}")).collect();
            found += texts.len();
            let unused = texts.into_iter().filter(|text| !named.contains(text));
            wrong.extend(unused.map(|what| Offence { wing: wing.to_owned(), what }));
        }
    }
    assert!(found > 1_000, "only {found} texts were found: this test reads them wrongly");
    wrong
}

#[test]
fn forms_of_a_plural_are_one_text() {
    let yaml = "coming: \"x\"\nn_days_one: 1\nn_days_other: \"{{ count }}: many\"\nfor_two: x\n\"no\": x\n";
    assert_eq!(names(yaml), BTreeSet::from(["coming", "for_two", "n_days", "no"]));
    assert_eq!(named("t!(l, fairs.coming, n = 1)").collect::<Vec<_>>(), ["fairs.coming"]);
    assert_eq!(named("Reason(crate::texts::fairs::coming)").collect::<Vec<_>>(), ["fairs.coming"]);
}
