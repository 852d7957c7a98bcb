//! What people are told about sittings.

use serde::{Deserialize, Serialize};

use ground::days;
use ground::t;
use ground::text;
use ground::texts::Locale;
use people::notifications::Told;

/// A notice; stored as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A committee member is called to a sitting.
    SittingCalled {
        /// What it is about.
        title: String,
        /// Its day.
        day: String,
    },
    /// A sitting does not come about.
    SittingCalledOff {
        /// What it was about.
        title: String,
        /// Why.
        words: String,
    },
    /// A minute waits for a member's signature.
    MinuteToSign {
        /// What it is about.
        title: String,
        /// Its number.
        number: String,
    },
}

impl Told for Notice {
    fn verb(&self, l: Locale) -> Option<String> {
        matches!(self, Notice::MinuteToSign { .. }).then(|| t!(l, committee.verb_sign))
    }

    fn title(&self, l: Locale) -> String {
        match self {
            Notice::SittingCalled { title, .. } => t!(l, committee.notice_sitting_called, title = text::isolated(title)),
            Notice::SittingCalledOff { title, .. } => t!(l, committee.notice_sitting_called_off, title = text::isolated(title)),
            Notice::MinuteToSign { title, .. } => t!(l, committee.notice_minute_to_sign, title = text::isolated(title)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::SittingCalled { day: held_on, .. } => t!(l, committee.notice_sitting_called_text, day = days::stored_date(l, held_on)),
            Notice::SittingCalledOff { words, .. } => t!(l, committee.notice_sitting_called_off_text, words = words),
            Notice::MinuteToSign { number, .. } => t!(l, committee.notice_minute_to_sign_text, number = number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use people::notifications::read;

    /// Rows as they are stored: what people were told stays readable.
    #[test]
    fn stored_notices_have_words() {
        for stored in [
            r#"{"notice":"sitting_called","title":"x","day":"2026-12-24"}"#,
            r#"{"notice":"sitting_called_off","title":"x","words":"x"}"#,
            r#"{"notice":"minute_to_sign","title":"x","number":"x"}"#,
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
