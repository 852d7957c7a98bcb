//! What families are told of an enrolment and its seat.

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
    /// A family signed someone up for a course.
    Enrolled {
        /// Course.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// The conditions were not met, with the reason.
    NotEnrolled {
        /// Course.
        title: String,
        /// Why, in the officer's words.
        words: String,
    },
    /// Something is missing, in an officer's words.
    EnrolmentReturned {
        /// Course.
        title: String,
        /// What.
        words: String,
    },
    /// An officer proposes a course.
    CourseProposed {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// A course may be taken once more.
    MayRepeat {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// Signed up for the next cohort by having waited for this one.
    CarriedOver {
        /// Course.
        title: String,
        /// Its number.
        reference: String,
    },
    /// A seat is held until a day.
    SeatOffered {
        /// Course.
        title: String,
        /// Last day.
        until: String,
    },
    /// No seat yet.
    OnWaitingList {
        /// Course.
        title: String,
        /// Place in the order.
        place: i64,
    },
    /// The time at which lots are drawn.
    DrawAnnounced {
        /// Course.
        title: String,
        /// As `2026-12-01T08:00:00Z`.
        at: String,
    },
    /// The offer was not answered in time.
    OfferOver {
        /// Course.
        title: String,
    },
    /// A seat is taken.
    SeatConfirmed {
        /// Course.
        title: String,
        /// First day.
        from: String,
    },
    /// A seat was given up, and its times leave the calendar.
    SeatGivenUp {
        /// Course.
        title: String,
    },
    /// A cohort begins soon.
    CohortNear {
        /// Course.
        title: String,
        /// First day.
        from: String,
        /// Where.
        venue: String,
    },
    /// The cohort began without a seat for who waited.
    NotSeated {
        /// Course.
        title: String,
    },
}

impl Told for Notice {
    fn verb(&self, l: Locale) -> Option<String> {
        match self {
            Notice::SeatOffered { .. } => Some(t!(l, training.verb_seat)),
            Notice::EnrolmentReturned { .. } => Some(t!(l, training.verb_returned)),
            Notice::CourseProposed { .. } | Notice::MayRepeat { .. } => Some(t!(l, training.verb_enrol)),
            _ => None,
        }
    }

    fn title(&self, l: Locale) -> String {
        match self {
            Notice::Enrolled { title, .. } => t!(l, training.notice_enrolled, title = text::isolated(title)),
            Notice::NotEnrolled { title, .. } => t!(l, training.notice_not_enrolled, title = text::isolated(title)),
            Notice::EnrolmentReturned { title, .. } => t!(l, training.notice_enrolment_returned, title = text::isolated(title)),
            Notice::CourseProposed { title, .. } => t!(l, training.notice_course_proposed, title = text::isolated(title)),
            Notice::MayRepeat { title, .. } => t!(l, training.notice_may_repeat, title = text::isolated(title)),
            Notice::CarriedOver { title, .. } => t!(l, training.notice_carried_over, title = text::isolated(title)),
            Notice::SeatOffered { title, .. } => t!(l, training.notice_seat_offered, title = text::isolated(title)),
            Notice::OnWaitingList { title, .. } => t!(l, training.notice_on_waiting_list, title = text::isolated(title)),
            Notice::DrawAnnounced { title, .. } => t!(l, training.notice_draw_announced, title = text::isolated(title)),
            Notice::OfferOver { title, .. } => t!(l, training.notice_offer_over, title = text::isolated(title)),
            Notice::SeatConfirmed { title, .. } => t!(l, training.notice_seat_confirmed, title = text::isolated(title)),
            Notice::SeatGivenUp { title } => t!(l, training.notice_seat_given_up, title = text::isolated(title)),
            Notice::CohortNear { title, .. } => t!(l, training.notice_cohort_near, title = text::isolated(title)),
            Notice::NotSeated { title } => t!(l, training.notice_not_seated, title = text::isolated(title)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::Enrolled { reference, .. } => t!(l, training.notice_enrolled_text, reference = reference),
            Notice::NotEnrolled { words, .. } => t!(l, training.notice_not_enrolled_text, words = words),
            Notice::EnrolmentReturned { words, .. } => t!(l, training.notice_enrolment_returned_text, words = words),
            Notice::CourseProposed { words, .. } => t!(l, training.notice_course_proposed_text, words = words),
            Notice::MayRepeat { words, .. } => t!(l, training.notice_may_repeat_text, words = words),
            Notice::CarriedOver { reference, .. } => t!(l, training.notice_carried_over_text, reference = reference),
            Notice::SeatOffered { until, .. } => t!(l, training.notice_seat_offered_text, until = days::stored_date(l, until)),
            Notice::OnWaitingList { place, .. } => t!(l, training.notice_on_waiting_list_text, place = *place),
            Notice::DrawAnnounced { at, .. } => t!(l, training.notice_draw_announced_text, at = days::stored_moment(l, at)),
            Notice::OfferOver { .. } => t!(l, training.notice_offer_over_text),
            Notice::SeatConfirmed { from, .. } => t!(l, training.notice_seat_confirmed_text, day = days::stored_date(l, from)),
            Notice::SeatGivenUp { .. } => t!(l, training.notice_seat_given_up_text),
            Notice::CohortNear { from, venue, .. } => {
                t!(l, training.notice_cohort_near_text, day = days::stored_date(l, from), venue = venue)
            }
            Notice::NotSeated { .. } => t!(l, training.notice_not_seated_text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_and_has_words() {
        for stored in [
            r#"{"notice":"enrolled","title":"دورة","reference":"E-2026-00001"}"#,
            r#"{"notice":"not_enrolled","title":"دورة","words":"كلمات"}"#,
            r#"{"notice":"enrolment_returned","title":"دورة","words":"كلمات"}"#,
            r#"{"notice":"course_proposed","title":"دورة","words":"كلمات"}"#,
            r#"{"notice":"may_repeat","title":"دورة","words":"كلمات"}"#,
            r#"{"notice":"carried_over","title":"دورة","reference":"E-2026-00001"}"#,
            r#"{"notice":"seat_offered","title":"دورة","until":"2026-12-01"}"#,
            r#"{"notice":"on_waiting_list","title":"دورة","place":3}"#,
            r#"{"notice":"draw_announced","title":"دورة","at":"2026-12-01T08:00:00Z"}"#,
            r#"{"notice":"offer_over","title":"دورة"}"#,
            r#"{"notice":"seat_confirmed","title":"دورة","from":"2026-12-01"}"#,
            r#"{"notice":"seat_given_up","title":"دورة"}"#,
            r#"{"notice":"cohort_near","title":"دورة","from":"2026-12-01","venue":"القاعة"}"#,
            r#"{"notice":"not_seated","title":"دورة"}"#,
        ] {
            let notice: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
            for l in [Locale::Ar, Locale::En] {
                assert!(!notice.title(l).is_empty() && !notice.text(l).is_empty(), "{stored}");
            }
        }
    }
}
