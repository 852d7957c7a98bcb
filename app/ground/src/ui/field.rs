//! Form fields: label, hint, what was typed, what is wrong.

use leptos::prelude::*;

use crate::error::Problem;
use crate::form::Filled;
use crate::money::NotMoney;
use crate::t;
use crate::texts::Locale;
use crate::ui::problem;

/// A labelled input. `Field::line(...)`, then what it needs, then [`Field::view`].
#[derive(Debug, Clone)]
pub struct Field<'a> {
    filled: &'a Filled,
    name: &'a str,
    label: String,
    hint: Option<String>,
    kind: &'static str,
    inputmode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    suffix: Option<String>,
    rows: Option<u8>,
    optional: bool,
    latin: bool,
    sent_as: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// One line of text.
    pub fn line(filled: &'a Filled, name: &'a str, label: String) -> Self {
        Self {
            filled,
            name,
            label,
            hint: None,
            kind: "text",
            inputmode: None,
            autocomplete: None,
            suffix: None,
            rows: None,
            optional: false,
            latin: false,
            sent_as: None,
        }
    }

    /// Several lines.
    pub fn lines(filled: &'a Filled, name: &'a str, label: String, rows: u8) -> Self {
        Self { rows: Some(rows), ..Self::line(filled, name, label) }
    }

    /// A phone number.
    pub fn phone(filled: &'a Filled, name: &'a str, label: String) -> Self {
        Self { kind: "tel", inputmode: Some("tel"), latin: true, ..Self::line(filled, name, label) }
    }

    /// A number of pieces, days, grams. Text with a number pad, so that ١٢ can be typed too.
    pub fn number(filled: &'a Filled, name: &'a str, label: String) -> Self {
        Self { inputmode: Some("numeric"), latin: true, ..Self::line(filled, name, label) }
    }

    /// A price in dinars.
    pub fn money(l: Locale, filled: &'a Filled, name: &'a str, label: String) -> Self {
        let suffix = Some(t!(l, common.currency));
        Self { inputmode: Some("decimal"), latin: true, suffix, ..Self::line(filled, name, label) }
    }

    /// A password; never sent back to the page.
    pub fn password(filled: &'a Filled, name: &'a str, label: String, autocomplete: &'static str) -> Self {
        Self { kind: "password", latin: true, autocomplete: Some(autocomplete), ..Self::line(filled, name, label) }
    }

    /// A time of day, `08:30`.
    pub fn time(filled: &'a Filled, name: &'a str, label: String) -> Self {
        Self { kind: "time", latin: true, ..Self::line(filled, name, label) }
    }

    /// A date.
    pub fn date(filled: &'a Filled, name: &'a str, label: String) -> Self {
        Self { kind: "date", latin: true, ..Self::line(filled, name, label) }
    }

    /// A line under the label that helps.
    pub fn hint(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// May stay empty, and says so.
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Written from left to right in both languages: codes, addresses, English text.
    pub fn latin(self) -> Self {
        Self { latin: true, ..self }
    }

    /// Sent under another name than the one that makes its id: for pages that show a form many times.
    pub fn sent_as(self, name: &'a str) -> Self {
        Self { sent_as: Some(name), ..self }
    }

    /// What the browser may fill in.
    pub fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete: Some(autocomplete), ..self }
    }

    /// It names an account, which password managers fill in: HTML gives that word to text fields, whatever their keyboard.
    pub fn username(self) -> Self {
        Self { kind: "text", autocomplete: Some("username"), ..self }
    }

    /// A unit behind the input.
    pub fn unit(self, unit: String) -> Self {
        Self { suffix: Some(unit), ..self }
    }

    /// Draws it.
    pub fn view(self, l: Locale) -> AnyView {
        let Self { filled, name, label, hint, kind, inputmode, autocomplete, suffix, rows, optional, latin, sent_as } = self;
        let sent_as = sent_as.unwrap_or(name).to_owned();
        let id = format!("f-{name}");
        let asks = if matches!(kind, "date" | "time") { Asks::Time } else { Asks::Words };
        let wrong = wrong_in(l, filled, name, &label, asks);
        let value = if kind == "password" { String::new() } else { filled.form.get(name).to_owned() };
        let described = described_by(&id, hint.is_some(), wrong.is_some());
        let invalid = wrong.is_some().then_some("true");
        let dir = latin.then_some("ltr");
        let mark = optional.then(|| view! { <small>{format!(" ({})", t!(l, common.optional))}</small> });
        let reveal = (kind == "password").then(|| {
            let words = view! { {t!(l, common.reveal)}<span class="unseen">{format!(": {label}")}</span> };
            view! { <button class="plain reveal needs-script" type="button" data-reveals=id.clone() aria-pressed="false">{words}</button> }
        });
        let input = match rows {
            Some(rows) => {
                // The server renderer leaves the children of a textarea unescaped.
                let value = value.replace('&', "&amp;").replace('<', "&lt;");
                view! {
                    <textarea id=id.clone() name=sent_as rows=rows.to_string() dir=dir.unwrap_or("auto") aria-invalid=invalid aria-describedby=described>
                        {value}
                    </textarea>
                }
                .into_any()
            }
            None => view! {
                <input id=id.clone() name=sent_as type=kind value=value dir=dir inputmode=inputmode
                    autocomplete=autocomplete aria-invalid=invalid aria-describedby=described/>
            }
            .into_any(),
        };
        view! {
            <div class=field_class(wrong.as_deref())>
                <label for=id.clone()><span>{label}</span>{mark}</label>
                {hint_and_problem(&id, hint, wrong.clone())}
                <div class="input">{input}{reveal}{suffix.map(|s| view! { <span class="suffix">{s}</span> })}</div>
            </div>
        }
        .into_any()
    }
}

/// What is done with a field, and so what is asked for where it is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Written.
    Words,
    /// Chosen.
    Choice,
    /// A day or an hour.
    Time,
    /// A picture.
    Picture,
    /// A picture or a PDF.
    File,
}

/// What is wrong with a field; the summary says the same of it, with its name.
pub fn wrong_in(l: Locale, filled: &Filled, name: &str, label: &str, asks: Asks) -> Option<String> {
    let wrong = filled.errors.of(name)?;
    let empty = matches!(wrong, Problem::Required | Problem::Price(NotMoney::Empty));
    let words = if empty { needed(l, label, asks) } else { problem(l, wrong) };
    // What is asked for names the field already.
    let named = empty && (!is_question(label) || matches!(asks, Asks::Picture | Asks::File));
    filled.labels.note(name, &if named { words.clone() } else { format!("{label}: {words}") });
    Some(words)
}

fn is_question(label: &str) -> bool {
    label.trim_end().ends_with(['؟', '?'])
}

fn needed(l: Locale, label: &str, asks: Asks) -> String {
    match asks {
        Asks::Picture => t!(l, problems.needed_picture),
        Asks::File => t!(l, problems.needed_file),
        _ if is_question(label) => t!(l, problems.needed_answer),
        Asks::Words => t!(l, problems.needed_words, field = label),
        Asks::Choice => t!(l, problems.needed_choice, field = label),
        Asks::Time => t!(l, problems.needed_time, field = label),
    }
}

pub(super) fn field_class(wrong: Option<&str>) -> &'static str {
    if wrong.is_some() { "field wrong" } else { "field" }
}

pub(super) fn described_by(id: &str, hint: bool, wrong: bool) -> Option<String> {
    let ids = [(hint, "hint"), (wrong, "error")].into_iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}"));
    let ids = ids.collect::<Vec<_>>().join(" ");
    (!ids.is_empty()).then_some(ids)
}

pub(super) fn hint_and_problem(id: &str, hint: Option<String>, wrong: Option<String>) -> AnyView {
    let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    let wrong = wrong.map(|wrong| view! { <p class="problem" id=format!("{id}-error")>{wrong}</p> });
    view! { {hint}{wrong} }.into_any()
}

/// A choice of one, all shown: code, word, and a line of help.
pub fn radios(l: Locale, filled: &Filled, name: &str, legend: String, options: &[(&str, String, Option<String>)]) -> AnyView {
    boxes(l, filled, name, legend, "radio", options)
}

/// A choice of several, all shown.
pub fn check_boxes(l: Locale, filled: &Filled, name: &str, legend: String, options: &[(&str, String, Option<String>)]) -> AnyView {
    boxes(l, filled, name, legend, "checkbox", options)
}

fn boxes(
    l: Locale,
    filled: &Filled,
    name: &str,
    legend: String,
    kind: &'static str,
    options: &[(&str, String, Option<String>)],
) -> AnyView {
    let wrong = wrong_in(l, filled, name, &legend, Asks::Choice);
    let described = wrong.is_some().then(|| format!("f-{name}-error"));
    let options: Vec<AnyView> = options
        .iter()
        .enumerate()
        .map(|(n, (code, word, help))| {
            let id = if n == 0 { format!("f-{name}") } else { format!("f-{name}-{n}") };
            view! {
                <div class="box">
                    <input type=kind id=id.clone() name=name.to_owned() value=(*code).to_owned() checked=filled.form.has(name, code)/>
                    <label for=id>
                        <span>{word.clone()}</span>
                        {help.clone().map(|help| view! { <small>{help}</small> })}
                    </label>
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class=format!("{} boxes", field_class(wrong.as_deref())) aria-describedby=described>
            <legend>{legend}</legend>
            {hint_and_problem(&format!("f-{name}"), None, wrong.clone())}
            {options}
        </fieldset>
    }
    .into_any()
}

/// Fields of which at least one is wanted: what is wrong is said of all of them.
pub fn group(l: Locale, filled: &Filled, name: &str, legend: String, hint: String, fields: impl IntoAny) -> AnyView {
    let wrong = wrong_in(l, filled, name, &legend, Asks::Words);
    let id = format!("f-{name}");
    let described = described_by(&id, true, wrong.is_some());
    view! {
        <fieldset class=field_class(wrong.as_deref()) id=id.clone() tabindex="-1" aria-describedby=described>
            <legend>{legend}</legend>
            {hint_and_problem(&id, Some(hint), wrong.clone())}
            {fields.into_any()}
        </fieldset>
    }
    .into_any()
}

/// One box to tick, with its sentence.
pub fn tick(l: Locale, filled: &Filled, name: &str, sentence: String) -> AnyView {
    let wrong = filled.errors.of(name).map(|p| problem(l, p));
    let id = format!("f-{name}");
    view! {
        <div class=field_class(wrong.as_deref())>
            {hint_and_problem(&id, None, wrong.clone())}
            <div class="box">
                <input type="checkbox" id=id.clone() name=name.to_owned() value="yes" checked=!filled.form.get(name).is_empty()/>
                <label for=id.clone()><span>{sentence}</span></label>
            </div>
        </div>
    }
    .into_any()
}

/// A value that goes along unseen.
pub fn hidden(name: &str, value: String) -> AnyView {
    view! { <input type="hidden" name=name.to_owned() value=value/> }.into_any()
}

/// The button that sends a form; says the verb.
pub fn submit(verb: String) -> AnyView {
    view! { <button class="button" type="submit">{verb}</button> }.into_any()
}

/// The button of what cannot be taken back.
pub fn submit_for_good(verb: String) -> AnyView {
    view! { <button class="button for-good" type="submit">{verb}</button> }.into_any()
}

/// A form with one file, which works without JavaScript.
pub fn send_file(
    l: Locale,
    filled: &Filled,
    action: String,
    (field, n): (&'static str, usize),
    label: String,
    more: impl IntoAny,
) -> AnyView {
    let wrong = wrong_in(l, filled, field, &label, Asks::File);
    let class = if wrong.is_some() { "field wrong" } else { "field" };
    let id = if n == 0 { format!("f-{field}") } else { format!("f-{field}-{n}") };
    let invalid = wrong.is_some().then_some("true");
    view! {
        <form method="post" action=action enctype="multipart/form-data" novalidate>
            {more.into_any()}
            <div class=class>
                <label for=id.clone()>{label}</label>
                <p class="hint">{t!(l, common.document_hint)}</p>
                {wrong.map(|wrong| view! { <p class="problem">{wrong}</p> })}
                <input type="file" id=id name=field accept="image/jpeg,image/png,image/webp,application/pdf" aria-invalid=invalid/>
            </div>
            {submit(t!(l, common.send_file))}
        </form>
    }
    .into_any()
}
