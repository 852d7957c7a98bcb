//! What a file lacks: ready phrases to tick, and words of one's own, part by part.

use leptos::prelude::*;

use crate::phrases::Phrase;
use cases::casework::{CaseKind, CaseView};
use ground::ctx::Ctx;
use ground::form::{Check, Filled, Form};
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Field, check_boxes, group, submit};

/// What can be asked to change, by kind: code and word.
pub fn return_fields(l: Locale, kind: CaseKind) -> Vec<(&'static str, String)> {
    match kind {
        CaseKind::Family => vec![
            ("household", t!(l, families.part_household)),
            ("members", t!(l, families.part_members)),
            ("crafts", t!(l, families.part_crafts)),
            ("place", t!(l, families.part_place)),
            ("contact", t!(l, families.part_contact)),
            ("public", t!(l, families.part_public)),
            ("documents", t!(l, families.part_documents)),
        ],
        CaseKind::Product => vec![
            ("photos", t!(l, catalogue.step_photos)),
            ("title", t!(l, catalogue.title_ar)),
            ("description", t!(l, catalogue.description_ar)),
            ("craft", t!(l, catalogue.craft)),
            ("food", t!(l, catalogue.food)),
            ("price", t!(l, catalogue.price)),
        ],
        _ => Vec::new(),
    }
}

/// The phrases of a part that officers choose from.
fn of_part<'a>(phrases: &'a [Phrase], kind: CaseKind, code: &str) -> Vec<&'a Phrase> {
    let part = format!("{}.{code}", kind.code());
    phrases.iter().filter(|phrase| phrase.active && phrase.part == part).collect()
}

/// What was ticked and written: the part, and what it lacks in the words that the applicant reads.
pub fn returned(l: Locale, kind: CaseKind, phrases: &[Phrase], form: &Form, check: &mut Check<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (code, _) in return_fields(l, kind) {
        let ticked = of_part(phrases, kind, code);
        let ticked = ticked.into_iter().filter(|phrase| form.has(&format!("phrase_{code}"), &phrase.id.to_string()));
        let own = check.lines(&format!("return_{code}"), 600);
        let words: Vec<String> = ticked.map(|phrase| phrase.words_ar.clone()).chain([own]).filter(|words| !words.is_empty()).collect();
        if !words.is_empty() {
            fields.push((code.to_owned(), words.join("\n")));
        }
    }
    fields
}

/// The parts that can lack something; those in which something was ticked or written stand open.
pub fn return_form(ctx: &Ctx, case: &CaseView, filled: &Filled, action: String, phrases: &[Phrase], theirs: Option<AnyView>) -> AnyView {
    let (l, kind) = (ctx.l, case.kind);
    let parts: Vec<AnyView> = return_fields(l, kind).into_iter().map(|(code, word)| part(l, kind, filled, phrases, code, &word)).collect();
    view! {
        <form method="post" action=action novalidate>
            {group(l, filled, "return", t!(l, desk.return_legend), t!(l, desk.return_hint), parts)}
            {theirs}
            {submit(t!(l, desk.return_verb))}
        </form>
    }
    .into_any()
}

fn part(l: Locale, kind: CaseKind, filled: &Filled, phrases: &[Phrase], code: &str, word: &str) -> AnyView {
    let (ticked, own) = (format!("phrase_{code}"), format!("return_{code}"));
    let options = of_part(phrases, kind, code);
    let keys: Vec<(String, String)> =
        options.into_iter().map(|phrase| (phrase.id.to_string(), texts::pick(l, &phrase.words_ar, &phrase.words_en).to_owned())).collect();
    let options: Vec<(&str, String, Option<String>)> = keys.iter().map(|(id, words)| (id.as_str(), words.clone(), None)).collect();
    let open = !filled.form.get(&ticked).is_empty() || !filled.form.get(&own).is_empty() || filled.errors.of(&own).is_some();
    let boxes = (!options.is_empty()).then(|| check_boxes(l, filled, &ticked, t!(l, desk.return_lacks, part = word), &options));
    view! {
        <details open=open>
            <summary>{word.to_owned()}</summary>
            {boxes}
            {Field::lines(filled, &own, t!(l, desk.return_other, part = word), 2).optional().view(l)}
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_ticked_stands_before_ones_own_words_and_other_parts_are_left_out() {
        let phrase = |id, part: &str, active| Phrase {
            id,
            part: part.into(),
            words_ar: format!("عبارة {id}"),
            words_en: String::new(),
            active,
            position: id,
        };
        let phrases = [phrase(1, "product.photos", true), phrase(2, "product.photos", false), phrase(3, "product.title", true)];
        let typed = [("phrase_photos", "1"), ("phrase_photos", "2"), ("phrase_photos", "3"), ("return_photos", "والخلفية")];
        let mut form = Form::of(typed.map(|(name, value)| (name, value.to_owned())));
        let words = |form: &Form| returned(Locale::Ar, CaseKind::Product, &phrases, form, &mut Check::new(form));
        assert_eq!(words(&form), [("photos".to_owned(), "عبارة 1\nوالخلفية".to_owned())]);
        form.set("return_photos", String::new());
        assert_eq!(words(&form), [("photos".to_owned(), "عبارة 1".to_owned())]);
        assert!(words(&Form::default()).is_empty());
    }
}
