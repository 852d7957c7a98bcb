//! What families are told from the classroom.

use serde::{Deserialize, Serialize};

use ground::t;
use ground::text;
use ground::texts::Locale;
use people::notifications::Told;

/// A notice of this part of training, as it is stored. Days stand as `2026-12-01`, hours as `08:30`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// Who teaches wrote to all who have a seat.
    CohortMessage {
        /// Course.
        title: String,
        /// What.
        words: String,
    },
    /// Homework was answered.
    HomeworkAnswered {
        /// Course.
        title: String,
        /// What.
        words: String,
    },
}

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
        match self {
            Notice::CohortMessage { title, .. } => t!(l, training.notice_cohort_message, title = text::isolated(title)),
            Notice::HomeworkAnswered { title, .. } => t!(l, training.notice_homework_answered, title = text::isolated(title)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::CohortMessage { words, .. } => t!(l, training.notice_cohort_message_text, words = words),
            Notice::HomeworkAnswered { words, .. } => t!(l, training.notice_homework_answered_text, words = words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_and_has_words() {
        for stored in [
            r#"{"notice":"cohort_message","title":"دورة","words":"كلمات"}"#,
            r#"{"notice":"homework_answered","title":"دورة","words":"كلمات"}"#,
        ] {
            let notice: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
            for l in [Locale::Ar, Locale::En] {
                assert!(!notice.title(l).is_empty() && !notice.text(l).is_empty(), "{stored}");
            }
        }
    }
}
