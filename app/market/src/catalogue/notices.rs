//! What people are told about products.

use serde::{Deserialize, Serialize};

use ground::t;
use ground::texts::Locale;
use people::notifications::Told;

/// A notice; stored as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A listing was taken off the market by the Authority.
    TakenDown {
        /// Why, in the officer's words.
        words: String,
    },
}

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
        match self {
            Notice::TakenDown { .. } => t!(l, catalogue.notice_taken_down),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::TakenDown { words } => t!(l, catalogue.notice_taken_down_text, words = words),
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
        for stored in [r#"{"notice":"taken_down","words":"x"}"#] {
            let notice = read::<Notice>(stored).unwrap_or_else(|| panic!("{stored}"));
            for l in [Locale::Ar, Locale::En] {
                assert!(!notice.title(l).is_empty() && !notice.text(l).is_empty(), "{stored}");
            }
            let written: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&written).unwrap(), stored);
        }
    }
}
