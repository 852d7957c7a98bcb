//! Turns `locales/{ar,en}/<area>.yaml` of a wing into Rust, from its build script.
//!
//! A text without values becomes a constant, one with values a struct with a field for each of them; `ground::t!` names
//! them. A text that is missing, left over or has other values in one of the languages stops the build, as does a plural
//! without one of the forms that its language needs. Plain structs rather than generic builders, because some 2,000
//! places use them and the compiler pays for each.

#![allow(clippy::print_stdout)] // Cargo listens there.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// Forms of a plural by CLDR, as they end the name of a text.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// The languages, with the forms that a plural needs in each.
const LANGUAGES: [(&str, &[&str]); 2] = [("ar", &FORMS), ("en", &["one", "other"])];

type Yaml = BTreeMap<String, String>;

/// A text of an area in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Plain(String),
    /// Form and text.
    Plural(BTreeMap<&'static str, String>),
}

/// Writes `$OUT_DIR/texts.rs` from `locales` beside the wing's `Cargo.toml`. To be called from `build.rs`.
///
/// # Errors
/// When a file cannot be read; a fault of the texts themselves is told to Cargo, which stops the build and names it.
pub fn generate() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let mut code = String::new();
    for area in areas(Path::new("locales"))? {
        let mut languages = Vec::new();
        for (language, _) in LANGUAGES {
            let path = format!("locales/{language}/{area}.yaml");
            let yaml: Yaml = serde_yaml_ng::from_str(&fs::read_to_string(&path)?).map_err(|error| format!("{path}: {error}"))?;
            languages.push(grouped(yaml));
        }
        match area_code(&area, &languages[0], &languages[1]) {
            Ok(text) => code.push_str(&text),
            Err(faults) => faults.iter().for_each(|fault| println!("cargo::error={area}: {fault}")),
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}

fn areas(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut areas = BTreeSet::new();
    for (language, _) in LANGUAGES {
        for entry in fs::read_dir(folder.join(language))? {
            if let Some(name) = entry?.path().file_stem().and_then(|stem| stem.to_str()) {
                areas.insert(name.to_owned());
            }
        }
    }
    Ok(areas.into_iter().collect())
}

/// Puts the forms of a plural under one name: `hours_one`, `hours_other` … are `hours`. `reason_other` without a
/// `reason_one` is a text like any other.
fn grouped(yaml: Yaml) -> BTreeMap<String, Said> {
    let mut said = BTreeMap::new();
    for (key, text) in &yaml {
        let form = FORMS.into_iter().find_map(|form| Some((key.strip_suffix(form)?.strip_suffix('_')?, form)));
        match form {
            Some((name, form)) if ["one", "other"].iter().all(|form| yaml.contains_key(&format!("{name}_{form}"))) => {
                if let Said::Plural(forms) = said.entry(name.to_owned()).or_insert_with(|| Said::Plural(BTreeMap::new())) {
                    forms.insert(form, text.clone());
                }
            }
            _ => {
                said.insert(key.clone(), Said::Plain(text.clone()));
            }
        }
    }
    said
}

fn area_code(area: &str, ar: &BTreeMap<String, Said>, en: &BTreeMap<String, Said>) -> Result<String, Vec<String>> {
    let mut code = format!(
        "#[allow(missing_docs, non_camel_case_types, non_upper_case_globals, unused_imports)]\npub mod {area} {{\nuse super::{{Count, Display, Form, Locale, Text}};\n"
    );
    let mut faults = Vec::new();
    let names: BTreeSet<&String> = ar.keys().chain(en.keys()).collect();
    for name in names {
        match (ar.get(name), en.get(name)) {
            (Some(ar), Some(en)) => match text_code(name, ar, en) {
                Ok(text) => code.push_str(&text),
                Err(fault) => faults.push(format!("{name}: {fault}")),
            },
            (None, _) => faults.push(format!("{name} is missing in ar")),
            (_, None) => faults.push(format!("{name} is missing in en")),
        }
    }
    code.push_str("}\n");
    if faults.is_empty() { Ok(code) } else { Err(faults) }
}

fn text_code(name: &str, ar: &Said, en: &Said) -> Result<String, String> {
    for (said, (language, needed)) in [ar, en].into_iter().zip(LANGUAGES) {
        check_forms(said, needed).map_err(|fault| format!("{language}: {fault}"))?;
    }
    let (of_ar, of_en) = (values(ar)?, values(en)?);
    let mut all: BTreeSet<String> = of_ar.union(&of_en).cloned().collect();
    let plural = matches!(ar, Said::Plural(_)) || matches!(en, Said::Plural(_));
    if plural {
        all.insert("count".to_owned());
    }
    if all.is_empty() {
        let (Said::Plain(ar), Said::Plain(en)) = (ar, en) else { return Err("a plural without a number".to_owned()) };
        return Ok(format!("pub const {name}: Text = Text {{ key: {name:?}, words: [{ar:?}, {en:?}] }};\n"));
    }
    let mut code = format!("pub struct {name}<'a> {{");
    for value in &all {
        let kind = if plural && value == "count" { "dyn Count" } else { "dyn Display" };
        let _ = write!(code, " pub {value}: &'a {kind},");
    }
    let _ = write!(code, " }}\nimpl {name}<'_> {{ pub fn text(&self, l: Locale) -> String {{ match l {{\n");
    for (variant, said) in [("Ar", ar), ("En", en)] {
        let _ = writeln!(code, "Locale::{variant} => {},", said_code(said));
    }
    code.push_str("} } }\n");
    Ok(code)
}

fn said_code(said: &Said) -> String {
    match said {
        Said::Plain(text) => format_code(text),
        Said::Plural(forms) => {
            let mut code = "match self.count.form(l) {".to_owned();
            for (form, variant) in FORMS.into_iter().zip(["Zero", "One", "Two", "Few", "Many"]) {
                if let Some(text) = forms.get(form) {
                    let _ = write!(code, " Form::{variant} => {},", format_code(text));
                }
            }
            let _ = write!(code, " _ => {} }}", forms.get("other").map(|text| format_code(text)).unwrap_or_default());
            code
        }
    }
}

/// `من {{ from }} إلى {{ to }}` as a call of `format!`.
fn format_code(text: &str) -> String {
    let mut pattern = String::new();
    let mut named = BTreeSet::new();
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => pattern.push_str(&words.replace('{', "{{").replace('}', "}}")),
            Piece::Value(value) => {
                let _ = write!(pattern, "{{{value}}}");
                named.insert(value);
            }
        }
    }
    if named.is_empty() {
        return format!("{text:?}.to_owned()");
    }
    let named: String = named.into_iter().map(|value| format!(", {value} = self.{value}")).collect();
    format!("format!({pattern:?}{named})")
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Value(&'a str),
}

fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some((words, (value, rest))) = text.split_once("{{").and_then(|(words, rest)| Some((words, rest.split_once("}}")?))) {
        pieces.push(Piece::Words(words));
        pieces.push(Piece::Value(value.trim()));
        text = rest;
    }
    pieces.push(Piece::Words(text));
    pieces
}

fn values(said: &Said) -> Result<BTreeSet<String>, String> {
    let texts: Vec<&String> = match said {
        Said::Plain(text) => vec![text],
        Said::Plural(forms) => forms.values().collect(),
    };
    let mut found = BTreeSet::new();
    for piece in texts.into_iter().flat_map(|text| pieces(text)) {
        if let Piece::Value(value) = piece {
            let name = value.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !value.is_empty();
            if !name {
                return Err(format!("«{value}» is no name of a value"));
            }
            found.insert(value.to_owned());
        }
    }
    Ok(found)
}

fn check_forms(said: &Said, needed: &[&str]) -> Result<(), String> {
    let Said::Plural(forms) = said else { return Ok(()) };
    let missing: Vec<&&str> = needed.iter().filter(|form| !forms.contains_key(**form)).collect();
    if !missing.is_empty() {
        return Err(format!("plural without {missing:?}"));
    }
    match forms.keys().find(|form| !needed.contains(form)) {
        Some(form) => Err(format!("this language has no «{form}»")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(lines: &[(&str, &str)]) -> BTreeMap<String, Said> {
        grouped(lines.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn a_text_without_values_is_a_constant() {
        let code = area_code("home", &yaml(&[("hello", "أهلا")]), &yaml(&[("hello", "Hello")])).unwrap();
        assert!(code.contains(r#"pub const hello: Text = Text { key: "hello", words: ["أهلا", "Hello"] };"#), "{code}");
    }

    #[test]
    fn values_are_fields_and_braces_stay_words() {
        let code = area_code("home", &yaml(&[("a", "{{ n }} {x}")]), &yaml(&[("a", "{x} {{ n }}")])).unwrap();
        assert!(code.contains("pub struct a<'a> { pub n: &'a dyn Display, }"), "{code}");
        assert!(code.contains(r#"format!("{n} {{x}}", n = self.n)"#), "{code}");
    }

    #[test]
    fn what_is_missing_in_a_language_is_named() {
        let faults = area_code("home", &yaml(&[("a", "x"), ("b", "y")]), &yaml(&[("a", "x"), ("c", "z")])).unwrap_err();
        assert_eq!(faults, ["b is missing in en", "c is missing in ar"]);
    }

    #[test]
    fn arabic_needs_six_forms() {
        let forms = |forms: &[&str]| {
            Said::Plural(FORMS.into_iter().filter(|form| forms.contains(form)).map(|form| (form, form.to_owned())).collect())
        };
        let english = forms(&["one", "other"]);
        assert!(text_code("n", &forms(&FORMS), &english).is_ok());
        assert_eq!(
            text_code("n", &forms(&["one", "other"]), &english).unwrap_err(),
            r#"ar: plural without ["zero", "two", "few", "many"]"#
        );
        assert_eq!(text_code("n", &forms(&FORMS), &forms(&["zero", "one", "other"])).unwrap_err(), "en: this language has no «zero»");
    }

    #[test]
    fn a_name_that_ends_like_a_form_is_a_text_of_its_own() {
        assert_eq!(yaml(&[("for_two", "x")]).get("for_two"), Some(&Said::Plain("x".to_owned())));
    }
}
