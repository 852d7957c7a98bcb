//! What people are told about a case.

use serde::{Deserialize, Serialize};

use super::words::part_word;
use ground::t;
use ground::text;
use ground::texts::Locale;
use people::notifications::Told;

/// A notice; stored as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A case was received; its number.
    Received {
        /// What it is about.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// Something has to be changed before it goes on.
    Returned {
        /// What it is about.
        title: String,
        /// What to change, in the officer's words.
        words: String,
        /// The same by the part that it is about; not in older ones.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<(String, String)>,
    },
    /// Approved.
    Approved {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
    },
    /// Refused, with the reason and the right to object.
    Refused {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// An objection was heard and upheld.
    Upheld {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
        /// What the officer says to it; may be empty.
        words: String,
    },
    /// An objection was heard and not upheld.
    NotUpheld {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// An officer proposes to suspend the licence; the family hears why before it is decided.
    Questioned {
        /// Reference number.
        reference: String,
        /// Why, in the officer's words.
        words: String,
    },
    /// The licence is suspended, with the reason and the right to object.
    Suspended {
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// A proposed suspension was not decided; the licence holds.
    NotSuspended {
        /// Decision number.
        number: String,
    },
    /// A correction of the family's data was asked for.
    CorrectionAsked {
        /// Reference number.
        reference: String,
    },
    /// It holds.
    Corrected {
        /// Decision number.
        number: String,
    },
    /// It does not, with the reason and the right to object.
    NotCorrected {
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// What was asked to be changed is not asked any longer.
    CalledBack {
        /// What it is about.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// A decision was taken back for a material error; it is looked at again.
    TakenBack {
        /// What it is about.
        title: String,
        /// Number of the decision that was taken back.
        number: String,
        /// Why; may be empty.
        words: String,
    },
    /// A colleague asks a second person to take a decision back.
    BackAsked {
        /// What it is about.
        title: String,
        /// Number of the decision.
        number: String,
    },
    /// A case was handed to a colleague.
    Assigned {
        /// What it is about.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// What waits at the desk this morning.
    Digest {
        /// Files that came since the last working day.
        new: i64,
        /// Files whose last day is over.
        overdue: i64,
        /// Files that a colleague recommended.
        recommended: i64,
        /// Objections.
        objections: i64,
    },
}

/// What waits, each count in words.
fn digest_words(l: Locale, [new, overdue, recommended, objections]: [i64; 4]) -> String {
    let parts = [
        (new > 0).then(|| t!(l, casework.n_new, count = new)),
        (overdue > 0).then(|| t!(l, casework.n_overdue, count = overdue)),
        (recommended > 0).then(|| t!(l, casework.n_recommended, count = recommended)),
        (objections > 0).then(|| t!(l, casework.n_objections, count = objections)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

impl Told for Notice {
    fn verb(&self, l: Locale) -> Option<String> {
        match self {
            Notice::Returned { .. } => Some(t!(l, casework.verb_returned)),
            Notice::Assigned { .. } => Some(t!(l, casework.verb_assigned)),
            _ => None,
        }
    }

    fn title(&self, l: Locale) -> String {
        match self {
            Notice::Received { title, .. } => t!(l, casework.notice_received, title = text::isolated(title)),
            Notice::Returned { title, .. } => t!(l, casework.notice_returned, title = text::isolated(title)),
            Notice::Approved { title, .. } => t!(l, casework.notice_approved, title = text::isolated(title)),
            Notice::Refused { title, .. } => t!(l, casework.notice_refused, title = text::isolated(title)),
            Notice::Upheld { title, .. } => t!(l, casework.notice_upheld, title = text::isolated(title)),
            Notice::NotUpheld { title, .. } => t!(l, casework.notice_not_upheld, title = text::isolated(title)),
            Notice::Questioned { .. } => t!(l, casework.notice_questioned),
            Notice::Suspended { .. } => t!(l, casework.notice_suspended),
            Notice::NotSuspended { .. } => t!(l, casework.notice_not_suspended),
            Notice::CorrectionAsked { .. } => t!(l, casework.notice_correction_asked),
            Notice::Corrected { .. } => t!(l, casework.notice_corrected),
            Notice::NotCorrected { .. } => t!(l, casework.notice_not_corrected),
            Notice::CalledBack { title, .. } => t!(l, casework.notice_called_back, title = text::isolated(title)),
            Notice::TakenBack { title, .. } => t!(l, casework.notice_taken_back, title = text::isolated(title)),
            Notice::BackAsked { title, .. } => t!(l, casework.notice_back_asked, title = text::isolated(title)),
            Notice::Assigned { title, .. } => t!(l, casework.notice_assigned, title = text::isolated(title)),
            Notice::Digest { .. } => t!(l, casework.notice_digest),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::Received { reference, .. } => t!(l, casework.notice_received_text, reference = reference),
            Notice::Returned { words, fields, .. } => {
                let words = if fields.is_empty() { words.clone() } else { by_part(l, fields) };
                t!(l, casework.notice_returned_text, words = words)
            }
            Notice::Approved { number, .. } => t!(l, casework.notice_approved_text, number = number),
            Notice::Refused { number, words, .. } => t!(l, casework.notice_refused_text, number = number, words = words),
            Notice::Upheld { number, words, .. } => t!(l, casework.notice_upheld_text, number = number, words = words).trim().to_owned(),
            Notice::NotUpheld { number, words, .. } => t!(l, casework.notice_not_upheld_text, number = number, words = words),
            Notice::Questioned { reference, words } => t!(l, casework.notice_questioned_text, reference = reference, words = words),
            Notice::Suspended { number, words } => t!(l, casework.notice_suspended_text, number = number, words = words),
            Notice::NotSuspended { number } => t!(l, casework.notice_not_suspended_text, number = number),
            Notice::CorrectionAsked { reference } => t!(l, casework.notice_correction_asked_text, reference = reference),
            Notice::Corrected { number } => t!(l, casework.notice_corrected_text, number = number),
            Notice::NotCorrected { number, words } => t!(l, casework.notice_not_corrected_text, number = number, words = words),
            Notice::CalledBack { reference, .. } => t!(l, casework.notice_called_back_text, reference = reference),
            Notice::TakenBack { number, words, .. } => {
                t!(l, casework.notice_taken_back_text, number = number, words = words).trim().to_owned()
            }
            Notice::BackAsked { number, .. } => t!(l, casework.notice_back_asked_text, number = number),
            Notice::Assigned { reference, .. } => t!(l, casework.notice_assigned_text, reference = reference),
            Notice::Digest { new, overdue, recommended, objections } => digest_words(l, [*new, *overdue, *recommended, *objections]),
        }
    }
}

/// What to change, each sentence behind the name of its part.
fn by_part(l: Locale, fields: &[(String, String)]) -> String {
    let line = |(code, words): &(String, String)| part_word(l, code).map_or_else(|| words.clone(), |part| format!("{part}: {words}"));
    fields.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use people::notifications::read;

    #[test]
    fn what_came_back_names_its_parts() {
        let fields = vec![("documents".to_owned(), "أوضح".to_owned()), ("title".to_owned(), "أقصر".to_owned())];
        let notice = Notice::Returned { title: "x".to_owned(), words: "أوضح\nأقصر".to_owned(), fields };
        let text = notice.text(Locale::Ar);
        assert!(text.contains("المستندات: أوضح\nاسم المنتج: أقصر"), "{text}");
    }

    /// Rows as they are stored: what people were told stays readable.
    #[test]
    fn stored_notices_have_words() {
        for stored in [
            r#"{"notice":"received","title":"x","reference":"x"}"#,
            r#"{"notice":"returned","title":"x","words":"x"}"#,
            r#"{"notice":"returned","title":"x","words":"x","fields":[["documents","x"]]}"#,
            r#"{"notice":"approved","title":"x","number":"x"}"#,
            r#"{"notice":"refused","title":"x","number":"x","words":"x"}"#,
            r#"{"notice":"upheld","title":"x","number":"x","words":"x"}"#,
            r#"{"notice":"not_upheld","title":"x","number":"x","words":"x"}"#,
            r#"{"notice":"questioned","reference":"x","words":"x"}"#,
            r#"{"notice":"suspended","number":"x","words":"x"}"#,
            r#"{"notice":"not_suspended","number":"x"}"#,
            r#"{"notice":"correction_asked","reference":"x"}"#,
            r#"{"notice":"corrected","number":"x"}"#,
            r#"{"notice":"not_corrected","number":"x","words":"x"}"#,
            r#"{"notice":"called_back","title":"x","reference":"x"}"#,
            r#"{"notice":"taken_back","title":"x","number":"x","words":"x"}"#,
            r#"{"notice":"back_asked","title":"x","number":"x"}"#,
            r#"{"notice":"assigned","title":"x","reference":"x"}"#,
            r#"{"notice":"digest","new":3,"overdue":0,"recommended":1,"objections":2}"#,
        ] {
            let notice = read::<Notice>(stored).unwrap_or_else(|| panic!("{stored}"));
            for l in [Locale::Ar, Locale::En] {
                assert!(!notice.title(l).is_empty() && !notice.text(l).is_empty(), "{stored}");
            }
            let written: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&written).unwrap(), stored);
        }
    }
}
