//! What people are told of their account.

use serde::{Deserialize, Serialize};

use crate::notifications::Told;
use ground::t;
use ground::texts::Locale;

/// A notice about an account, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A mail server said that there is nobody at this address.
    AddressRefused {
        /// The address.
        email: String,
    },
}

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
        match self {
            Notice::AddressRefused { .. } => t!(l, accounts.notice_address_refused),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::AddressRefused { email } => t!(l, accounts.notice_address_refused_text, email = email),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_and_has_words() {
        let stored = r#"{"notice":"address_refused","email":"a@example.org"}"#;
        let notice: Notice = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
        for l in [Locale::Ar, Locale::En] {
            assert!(!notice.title(l).is_empty() && notice.text(l).contains("a@example.org"));
        }
    }
}
