//! What families are told of certificates.

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
    /// A certificate is issued.
    CertificateIssued {
        /// Course.
        title: String,
        /// Its code.
        code: String,
    },
    /// A certificate is taken back.
    CertificateRevoked {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// A certificate ends, or has ended.
    CertificateEnding {
        /// Course.
        title: String,
        /// Its last day.
        until: String,
    },
    /// A certificate has ended.
    CertificateEnded {
        /// Course.
        title: String,
    },
}

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
        match self {
            Notice::CertificateIssued { title, .. } => t!(l, training.notice_certificate_issued, title = text::isolated(title)),
            Notice::CertificateRevoked { title, .. } => t!(l, training.notice_certificate_revoked, title = text::isolated(title)),
            Notice::CertificateEnding { title, .. } => t!(l, training.notice_certificate_ending, title = text::isolated(title)),
            Notice::CertificateEnded { title } => t!(l, training.notice_certificate_ended, title = text::isolated(title)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::CertificateIssued { code, .. } => t!(l, training.notice_certificate_issued_text, code = code),
            Notice::CertificateRevoked { words, .. } => t!(l, training.notice_certificate_revoked_text, words = words),
            Notice::CertificateEnding { until, .. } => t!(l, training.notice_certificate_ending_text, until = days::stored_date(l, until)),
            Notice::CertificateEnded { .. } => t!(l, training.notice_certificate_ended_text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_and_has_words() {
        for stored in [
            r#"{"notice":"certificate_issued","title":"دورة","code":"7K3M-9Q2T-VW5X"}"#,
            r#"{"notice":"certificate_revoked","title":"دورة","words":"كلمات"}"#,
            r#"{"notice":"certificate_ending","title":"دورة","until":"2026-12-01"}"#,
            r#"{"notice":"certificate_ended","title":"دورة"}"#,
        ] {
            let notice: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
            for l in [Locale::Ar, Locale::En] {
                assert!(!notice.title(l).is_empty() && !notice.text(l).is_empty(), "{stored}");
            }
        }
    }
}
