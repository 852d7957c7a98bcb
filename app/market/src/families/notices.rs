//! What people are told about families.

use serde::{Deserialize, Serialize};

use ground::days;
use ground::t;
use ground::texts::Locale;
use people::notifications::Told;

/// A notice; stored as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A family was licensed.
    Licensed {
        /// Licence number.
        licence: String,
        /// Last day, `2027-11-24`.
        until: String,
    },
    /// The licence was renewed or given back.
    Renewed {
        /// Last day, `2027-11-24`.
        until: String,
    },
    /// The licence ends soon.
    Expiring {
        /// Last day.
        until: String,
    },
    /// The licence is over; products are not shown until it is renewed.
    Expired,
}

impl Told for Notice {
    fn verb(&self, l: Locale) -> Option<String> {
        matches!(self, Notice::Expiring { .. } | Notice::Expired).then(|| t!(l, families.verb_renew))
    }

    fn title(&self, l: Locale) -> String {
        match self {
            Notice::Licensed { .. } => t!(l, families.notice_licensed),
            Notice::Renewed { .. } => t!(l, families.notice_renewed),
            Notice::Expiring { .. } => t!(l, families.notice_expiring),
            Notice::Expired => t!(l, families.notice_expired),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::Licensed { licence, until } => {
                t!(l, families.notice_licensed_text, licence = licence, until = days::stored_date(l, until))
            }
            Notice::Renewed { until } => t!(l, families.notice_renewed_text, until = days::stored_date(l, until)),
            Notice::Expiring { until } => t!(l, families.notice_expiring_text, until = days::stored_date(l, until)),
            Notice::Expired => t!(l, families.notice_expired_text),
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
            r#"{"notice":"licensed","licence":"x","until":"2026-12-24"}"#,
            r#"{"notice":"renewed","until":"2026-12-24"}"#,
            r#"{"notice":"expiring","until":"2026-12-24"}"#,
            r#"{"notice":"expired"}"#,
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
