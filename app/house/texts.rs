//! Texts that no page shows, and numbers that stand in them without the forms of what is counted.

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
    keys.iter().map(|key| form_of(&keys, key).unwrap_or(key)).collect()
}

/// The plural that a key is a form of.
fn form_of<'a>(keys: &BTreeSet<&str>, key: &'a str) -> Option<&'a str> {
    let (name, form) = key.rsplit_once('_')?;
    let plural = ["one", "other"].iter().all(|form| keys.contains(format!("{name}_{form}").as_str()));
    (FORMS.contains(&form) && plural).then_some(name)
}

/// The files of texts of a wing in Arabic: the area and what stands in it.
fn arabic(wing: &str) -> Vec<(String, String)> {
    let Ok(areas) = fs::read_dir(repository().join("app").join(wing).join("locales/ar")) else { return Vec::new() };
    let paths = areas.map(|entry| entry.unwrap().path());
    paths.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect()
}

/// Words behind a number that do not change with it.
const FIXED: [&str; 9] = ["من", "على", "عن", "إلى", "حتى", "مقابل", "بعد", "في", "ميغابايت"];

/// Nouns that do, as they stand behind one.
const COUNTED: &[&str] = &[
    "يوم",
    "يومًا",
    "أيام",
    "شهر",
    "شهرًا",
    "أشهر",
    "سنة",
    "سنوات",
    "أسبوع",
    "أسبوعًا",
    "أسابيع",
    "ساعة",
    "ساعات",
    "دقيقة",
    "دقائق",
    "ثانية",
    "ثوانٍ",
    "نقطة",
    "نقاط",
    "مقعد",
    "مقعدًا",
    "مقاعد",
    "حرف",
    "حرفًا",
    "أحرف",
    "صف",
    "صفًا",
    "صفوف",
    "سطر",
    "سطرًا",
    "أسطر",
    "صورة",
    "صور",
    "غرام",
    "غرامًا",
    "أسرة",
    "أسر",
    "منتج",
    "منتجًا",
    "منتجات",
    "طلب",
    "طلبًا",
    "طلبات",
    "ملف",
    "ملفًا",
    "ملفات",
    "رسالة",
    "رسائل",
    "رمز",
    "رموز",
    "حصة",
    "حصص",
    "جناح",
    "جناحًا",
    "أجنحة",
    "متأخر",
    "متأخرًا",
    "مقروء",
    "عضو",
    "عضوًا",
    "أعضاء",
];

/// Values of a text, each with the word behind it.
fn followed(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("{{").skip(1).filter_map(|rest| {
        let (value, rest) = rest.split_once("}}")?;
        let end = |c: char| !c.is_alphabetic() && !('\u{64b}'..='\u{652}').contains(&c);
        let word = rest.strip_prefix(' ')?.split(end).next()?;
        (!word.is_empty()).then_some((value.trim(), word))
    })
}

/// Texts of a file in which a number stands before what is counted, in one form for all numbers.
fn without_forms(yaml: &str) -> Vec<&str> {
    let lines: Vec<(&str, &str)> = yaml.lines().filter_map(|line| line.split_once(':')).collect();
    let keys: BTreeSet<&str> = lines.iter().map(|(key, _)| *key).collect();
    let counts = |text: &str| {
        let number = |value: &str| ["n", "count"].contains(&value);
        followed(text).any(|(value, word)| COUNTED.contains(&word) || (number(value) && !FIXED.contains(&word)))
    };
    lines.into_iter().filter(|(key, text)| form_of(&keys, key).is_none() && counts(text)).map(|(key, _)| key).collect()
}

/// A number beside a counted noun has the six forms of Arabic: one, two, some, many.
pub fn numbers_have_forms(house: &House) -> Vec<Offence> {
    let mut wrong = Vec::new();
    for wing in house.wings() {
        for (area, yaml) in arabic(wing) {
            wrong.extend(without_forms(&yaml).into_iter().map(|key| Offence { wing: wing.to_owned(), what: format!("{area}.{key}") }));
        }
    }
    wrong
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
        for (area, yaml) in arabic(wing) {
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
fn a_number_before_what_is_counted_has_forms() {
    assert_eq!(without_forms("a: تسري {{ n }} شهرًا\nb: {{ n }} من {{ all }}\nc: \"{{ all }} مقعدًا\"\nd: {{ n }}\n"), ["a", "c"]);
    assert_eq!(without_forms("a_one: شهرًا\na_many: {{ count }} شهرًا\na_other: {{ count }} شهر\n"), Vec::<&str>::new());
}

#[test]
fn forms_of_a_plural_are_one_text() {
    let yaml = "coming: \"x\"\nn_days_one: 1\nn_days_other: \"{{ count }}: many\"\nfor_two: x\n\"no\": x\n";
    assert_eq!(names(yaml), BTreeSet::from(["coming", "for_two", "n_days", "no"]));
    assert_eq!(named("t!(l, fairs.coming, n = 1)").collect::<Vec<_>>(), ["fairs.coming"]);
    assert_eq!(named("Reason(crate::texts::fairs::coming)").collect::<Vec<_>>(), ["fairs.coming"]);
}
