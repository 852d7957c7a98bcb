//! What a row of the trail was done to, and what it says besides, in words.

use super::act_words::act_word;
use super::reference;
use crate::trail::TrailLine;
use cases::casework::{CaseKind, Outcome, ReasonCode};
use fairs::{ApplicationState, FairState};
use ground::actor::Role;
use ground::days;
use ground::t;
use ground::texts::Locale;
use people::accounts::role_word;

/// The kind of a subject; one of a later version by its code.
fn subject_word(l: Locale, kind: &str) -> String {
    if let Some(kind) = CaseKind::from_code(kind) {
        return kind.word(l);
    }
    match kind {
        "person" => t!(l, desk.subject_person),
        "course" => t!(l, desk.subject_course),
        "cohort" => t!(l, desk.subject_cohort),
        "enrolment" => t!(l, desk.subject_enrolment),
        "lesson" => t!(l, desk.subject_lesson),
        "certificate" => t!(l, desk.subject_certificate),
        "fair" => t!(l, desk.subject_fair),
        "sitting" => t!(l, desk.subject_sitting),
        "import" => t!(l, desk.subject_import),
        "craft" => t!(l, desk.subject_craft),
        "item" => t!(l, desk.subject_item),
        "branch" => t!(l, desk.subject_branch),
        "district" => t!(l, desk.subject_district),
        "municipality" => t!(l, desk.subject_municipality),
        "holiday" => t!(l, desk.subject_holiday),
        "task" => t!(l, desk.subject_task),
        "register" => t!(l, desk.subject_register),
        "audit" => t!(l, desk.subject_audit),
        "phrase" => t!(l, desk.subject_phrase),
        other => other.to_owned(),
    }
}

/// A code of an outcome, a reason, a role or a state, or one of the few words with which acts say what a number is.
fn word(l: Locale, code: &str) -> Option<String> {
    let known = Role::from_code(code).map(|role| role_word(l, role));
    let known = known.or_else(|| ReasonCode::from_code(code).map(|reason| reason.word(l)));
    let known = known.or_else(|| Outcome::from_code(code).map(|outcome| outcome.word(CaseKind::Family, l)));
    let known = known.or_else(|| FairState::from_code(code).map(|state| state.word(l)));
    let part = || reference::parts(l).into_iter().find(|(part, _)| part == code).map(|(_, word)| word);
    let known = known.or_else(|| code.contains('.').then(part).flatten());
    let known = known.or_else(|| ApplicationState::from_code(code).map(|state| state.word(l)));
    known.or_else(|| {
        Some(match code {
            "whole" => t!(l, desk.whole),
            "branch" => t!(l, desk.subject_branch),
            "municipality" => t!(l, desk.subject_municipality),
            "member" => t!(l, desk.word_member),
            "person" => t!(l, desk.subject_person),
            "family" => CaseKind::Family.word(l),
            "version" => t!(l, desk.word_version),
            "media" => t!(l, desk.word_paper),
            "number" => t!(l, desk.word_number),
            "seed" => t!(l, desk.word_seed),
            "told" => t!(l, desk.word_told),
            "rows" => t!(l, desk.word_rows),
            "seats" => t!(l, desk.word_seats),
            "days" => t!(l, desk.word_days),
            "certificates" => t!(l, desk.word_certificates),
            "applications" => t!(l, desk.word_applications),
            "placed," => t!(l, desk.word_placed),
            "removed" => t!(l, desk.word_removed),
            "without" => t!(l, desk.word_without),
            "to" => t!(l, desk.word_to),
            "was" => t!(l, desk.word_was),
            _ => return None,
        })
    })
}

/// Phrases of several words, which stand before single words are looked at.
fn phrases(l: Locale) -> [(&'static str, String); 6] {
    [
        ("held by family", t!(l, desk.word_held_by)),
        ("not family", t!(l, desk.word_not_family)),
        ("left out", t!(l, desk.word_left_out)),
        ("carried over", t!(l, desk.word_carried)),
        ("asked besides", t!(l, desk.word_asked)),
        ("instead of", t!(l, desk.word_instead)),
    ]
}

/// What an act says besides, its codes in the reader's language. Numbers, names and what somebody typed stay as they are.
pub fn details_in_words(l: Locale, details: &str) -> String {
    // What was typed stands behind a colon.
    let (said, typed) = details.split_once(": ").map_or((details, None), |(said, typed)| (said, Some(typed)));
    let said = phrases(l).into_iter().fold(said.to_owned(), |said, (phrase, words)| said.replace(phrase, &words));
    let words: Vec<String> = said.split(' ').map(|part| word(l, part).unwrap_or_else(|| part.to_owned())).collect();
    let said = words.join(" ");
    match typed {
        Some(typed) => format!("{said}: {}", word(l, typed).unwrap_or_else(|| typed.to_owned())),
        None => said,
    }
}

/// To what something was done: its kind, and its name or key.
pub fn subject_in_words(l: Locale, line: &TrailLine) -> String {
    let key = (line.row.subject_id != 0).then(|| line.row.subject_id.to_string());
    let subject = [Some(subject_word(l, &line.row.subject_kind)), line.name.clone().or(key)];
    subject.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Heads of the columns of a file of the trail.
pub fn trail_columns(l: Locale) -> [String; 8] {
    [
        "#".to_owned(),
        t!(l, common.when),
        t!(l, common.who),
        t!(l, desk.act),
        t!(l, desk.act_code),
        t!(l, desk.subject),
        t!(l, desk.details),
        t!(l, desk.hash),
    ]
}

/// A row of a file of the trail.
pub fn trail_cells(l: Locale, line: &TrailLine) -> [String; 8] {
    let row = &line.row;
    [
        row.id.to_string(),
        days::machine(row.at),
        row.actor_name.clone(),
        act_word(l, &row.act),
        row.act.clone(),
        subject_in_words(l, line),
        details_in_words(l, &row.details),
        row.hash.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_words_and_what_was_typed_stays() {
        let ar = |details: &str| details_in_words(Locale::Ar, details);
        let refused =
            format!("P-2026-00014 {} {}", Outcome::Refused.word(CaseKind::Family, Locale::Ar), ReasonCode::OutsideScope.word(Locale::Ar));
        assert_eq!(ar("P-2026-00014 refused outside_scope"), refused);
        assert!(!ar("results_published to set_up").contains('_'));
        assert!(!ar("held by family 12").chars().any(|c| c.is_ascii_alphabetic()));
        assert!(!ar("not family 7").chars().any(|c| c.is_ascii_alphabetic()));
        assert!(!ar("family.members").chars().any(|c| c.is_ascii_alphabetic()));
        assert!(ar("C-12: اللون is not right").ends_with("اللون is not right"));
        for role in Role::ALL {
            assert!(!ar(&format!("{} whole · قرار 7", role.code())).chars().any(|c| c.is_ascii_alphabetic()), "{role:?}");
        }
    }
}
