//! What families are told of their cohort as a whole.

use serde::{Deserialize, Serialize};

use ground::days;
use ground::t;
use ground::text;
use ground::texts::Locale;
use people::notifications::Told;

/// A notice of this part of training, as it is stored. Days stand as `2026-12-01`, hours as `08:30`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A cohort has other days, or another place.
    CohortMoved {
        /// Course.
        title: String,
        /// First day.
        from: String,
        /// Last day.
        to: String,
        /// Where.
        venue: String,
    },
    /// A cohort does not take place.
    CohortCancelled {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
}

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
        match self {
            Notice::CohortMoved { title, .. } => t!(l, training.notice_cohort_moved, title = text::isolated(title)),
            Notice::CohortCancelled { title, .. } => t!(l, training.notice_cohort_cancelled, title = text::isolated(title)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::CohortMoved { from, to, venue, .. } => {
                t!(l, training.notice_cohort_moved_text, from = days::stored_date(l, from), to = days::stored_date(l, to), venue = venue)
            }
            Notice::CohortCancelled { words, .. } => t!(l, training.notice_cohort_cancelled_text, words = words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_and_has_words() {
        for stored in [
            r#"{"notice":"cohort_moved","title":"دورة","from":"2026-12-01","to":"2026-12-05","venue":"القاعة"}"#,
            r#"{"notice":"cohort_cancelled","title":"دورة","words":"كلمات"}"#,
        ] {
            let notice: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
            for l in [Locale::Ar, Locale::En] {
                assert!(!notice.title(l).is_empty() && !notice.text(l).is_empty(), "{stored}");
            }
        }
    }
}
