//! What people are told about fairs.

use ground::days::stored_date;
use ground::t;
use ground::text;
use ground::texts;
use ground::texts::Locale;
use people::notifications::Told;
use serde::{Deserialize, Serialize};

/// A notice about a fair. Stored as it is; put into words when it is read, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// An application was received.
    FairApplied {
        /// Fair.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// An application was not taken.
    FairRefused {
        /// Fair.
        title: String,
        /// Why.
        words: String,
    },
    /// The family goes to a fair, and has to say so.
    FairAccepted {
        /// Fair.
        title: String,
        /// Last day to answer, `2026-11-24`.
        until: String,
    },
    /// The family did not say in time that it comes.
    FairAnswerOver {
        /// Fair.
        title: String,
    },
    /// A juror is asked to score.
    FairToScore {
        /// Fair.
        title: String,
    },
    /// An application waits for a booth.
    FairWaiting {
        /// Fair.
        title: String,
        /// Place in the order.
        position: i64,
    },
    /// An objection was heard.
    FairObjectionHeard {
        /// Fair.
        title: String,
        /// What came of it, and why.
        words: String,
    },
    /// A family has a booth.
    FairBooth {
        /// Fair.
        title: String,
        /// Number of the booth.
        number: String,
    },
    /// An application was taken back.
    FairWithdrawn {
        /// Fair.
        title: String,
    },
    /// A fair is near, and something is left to do.
    FairGetReady {
        /// Fair.
        title: String,
        /// The day by which it has to be done, `2026-11-24`.
        day: String,
    },
    /// Something is left to do before a fair, as an officer reminds of it.
    FairLacks {
        /// Fair.
        title: String,
        /// What, in words.
        ar: String,
        /// The same in English.
        en: String,
        /// The day by which the first of it has to be done, `2026-11-24`.
        day: String,
    },
    /// A fair has other days, or another place.
    FairMoved {
        /// Fair.
        title: String,
        /// First day, `2026-11-24`.
        from: String,
        /// Last day.
        to: String,
        /// Where.
        venue: String,
    },
    /// A fair began without a booth for who waited.
    FairNotPlaced {
        /// Fair.
        title: String,
    },
    /// A call for applications ends later.
    FairCallExtended {
        /// Fair.
        title: String,
        /// Its last day now, `2026-11-24`.
        until: String,
    },
    /// The same to whoever works for the fair.
    FairCallLonger {
        /// Fair.
        title: String,
        /// Its last day now, `2026-11-24`.
        until: String,
    },
    /// A fair does not take place.
    FairCancelled {
        /// Fair.
        title: String,
        /// Why.
        words: String,
    },
}

impl Told for Notice {
    fn verb(&self, l: Locale) -> Option<String> {
        match self {
            Notice::FairAccepted { .. } => Some(t!(l, fairs.verb_accepted)),
            Notice::FairToScore { .. } => Some(t!(l, fairs.verb_score)),
            Notice::FairGetReady { .. } => Some(t!(l, fairs.verb_ready)),
            _ => None,
        }
    }

    fn title(&self, l: Locale) -> String {
        match self {
            Notice::FairApplied { title, .. } => t!(l, fairs.notice_fair_applied, title = text::isolated(title)),
            Notice::FairRefused { title, .. } => t!(l, fairs.notice_fair_refused, title = text::isolated(title)),
            Notice::FairAccepted { title, .. } => t!(l, fairs.notice_fair_accepted, title = text::isolated(title)),
            Notice::FairAnswerOver { title } => t!(l, fairs.notice_fair_answer_over, title = text::isolated(title)),
            Notice::FairToScore { title } => t!(l, fairs.notice_fair_to_score, title = text::isolated(title)),
            Notice::FairWaiting { title, .. } => t!(l, fairs.notice_fair_waiting, title = text::isolated(title)),
            Notice::FairObjectionHeard { title, .. } => t!(l, fairs.notice_fair_objection_heard, title = text::isolated(title)),
            Notice::FairBooth { title, .. } => t!(l, fairs.notice_fair_booth, title = text::isolated(title)),
            Notice::FairWithdrawn { title } => t!(l, fairs.notice_fair_withdrawn, title = text::isolated(title)),
            Notice::FairGetReady { title, .. } => t!(l, fairs.notice_fair_get_ready, title = text::isolated(title)),
            Notice::FairLacks { title, .. } => t!(l, fairs.notice_fair_lacks, title = text::isolated(title)),
            Notice::FairMoved { title, .. } => t!(l, fairs.notice_fair_moved, title = text::isolated(title)),
            Notice::FairNotPlaced { title } => t!(l, fairs.notice_fair_not_placed, title = text::isolated(title)),
            Notice::FairCallExtended { title, .. } | Notice::FairCallLonger { title, .. } => {
                t!(l, fairs.notice_fair_call_extended, title = text::isolated(title))
            }
            Notice::FairCancelled { title, .. } => t!(l, fairs.notice_fair_cancelled, title = text::isolated(title)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::FairApplied { reference, .. } => t!(l, fairs.notice_fair_applied_text, reference = reference),
            Notice::FairRefused { words, .. } => t!(l, fairs.notice_fair_refused_text, words = words),
            Notice::FairAccepted { until, .. } => t!(l, fairs.notice_fair_accepted_text, until = stored_date(l, until)),
            Notice::FairAnswerOver { .. } => t!(l, fairs.notice_fair_answer_over_text),
            Notice::FairToScore { .. } => t!(l, fairs.notice_fair_to_score_text),
            Notice::FairWaiting { position, .. } => t!(l, fairs.notice_fair_waiting_text, n = *position),
            Notice::FairObjectionHeard { words, .. } => t!(l, fairs.notice_fair_objection_heard_text, words = words),
            Notice::FairBooth { number, .. } => t!(l, fairs.notice_fair_booth_text, number = number),
            Notice::FairWithdrawn { .. } => t!(l, fairs.notice_fair_withdrawn_text),
            Notice::FairGetReady { day, .. } => t!(l, fairs.notice_fair_get_ready_text, day = stored_date(l, day)),
            Notice::FairLacks { ar, en, day, .. } => {
                t!(l, fairs.notice_fair_lacks_text, what = texts::pick(l, ar, en), day = stored_date(l, day))
            }
            Notice::FairNotPlaced { .. } => t!(l, fairs.notice_fair_not_placed_text),
            Notice::FairMoved { from, to, venue, .. } if from == to => {
                t!(l, fairs.notice_fair_moved_day_text, day = stored_date(l, from), venue = venue)
            }
            Notice::FairMoved { from, to, venue, .. } => {
                t!(l, fairs.notice_fair_moved_text, from = stored_date(l, from), to = stored_date(l, to), venue = venue)
            }
            Notice::FairCallExtended { until, .. } => t!(l, fairs.notice_fair_call_extended_text, until = stored_date(l, until)),
            Notice::FairCallLonger { until, .. } => t!(l, fairs.notice_fair_call_longer_text, until = stored_date(l, until)),
            Notice::FairCancelled { words, .. } => t!(l, fairs.notice_fair_cancelled_text, words = words),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Rows of every kind as they were stored since the first fair; the last word of each is in its text.
    const STORED: [(&str, &str); 17] = [
        (r#"{"notice":"fair_applied","title":"T","reference":"F-2026-00001"}"#, "F-2026-00001"),
        (r#"{"notice":"fair_refused","title":"T","words":"W"}"#, "W"),
        (r#"{"notice":"fair_accepted","title":"T","until":"2026-11-24"}"#, "2026"),
        (r#"{"notice":"fair_answer_over","title":"T"}"#, ""),
        (r#"{"notice":"fair_to_score","title":"T"}"#, ""),
        (r#"{"notice":"fair_waiting","title":"T","position":3}"#, "3"),
        (r#"{"notice":"fair_objection_heard","title":"T","words":"W"}"#, "W"),
        (r#"{"notice":"fair_booth","title":"T","number":"B-7"}"#, "B-7"),
        (r#"{"notice":"fair_withdrawn","title":"T"}"#, ""),
        (r#"{"notice":"fair_get_ready","title":"T","day":"2026-11-24"}"#, "2026"),
        (r#"{"notice":"fair_lacks","title":"T","ar":"W","en":"W","day":"2026-11-24"}"#, "W"),
        (r#"{"notice":"fair_moved","title":"T","from":"2026-11-24","to":"2026-11-26","venue":"V"}"#, "V"),
        (r#"{"notice":"fair_moved","title":"T","from":"2026-11-24","to":"2026-11-24","venue":"V"}"#, "V"),
        (r#"{"notice":"fair_not_placed","title":"T"}"#, ""),
        (r#"{"notice":"fair_call_extended","title":"T","until":"2026-11-24"}"#, "2026"),
        (r#"{"notice":"fair_call_longer","title":"T","until":"2026-11-24"}"#, "2026"),
        (r#"{"notice":"fair_cancelled","title":"T","words":"W"}"#, "W"),
    ];

    #[test]
    fn what_was_stored_is_read_in_both_languages() {
        for (stored, said) in STORED {
            let notice: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
            for l in [Locale::Ar, Locale::En] {
                assert!(notice.title(l).contains('T'), "{stored}");
                assert!(!notice.text(l).is_empty() && notice.text(l).contains(said), "{stored}");
            }
        }
    }
}
