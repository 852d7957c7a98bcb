//! What people are told.

use serde::{Deserialize, Serialize};

use crate::i18n::{self, Locale};
use crate::t;

/// A notice. Stored as it is; put into words when it is read, in the reader's language.
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
    },
    /// Approved.
    Approved {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
    },
    /// A family was licensed.
    Licensed {
        /// Licence number.
        licence: String,
        /// Last day, `2027-11-24`.
        until: String,
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
    /// The offer was not answered in time.
    OfferOver {
        /// Course.
        title: String,
    },
    /// A cohort does not take place.
    CohortCancelled {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// A lesson was moved.
    LessonMoved {
        /// Course.
        title: String,
        /// Its day now.
        day: String,
        /// When it begins.
        begins: String,
    },
    /// A lesson is left out.
    LessonLeftOut {
        /// Course.
        title: String,
        /// Its day.
        day: String,
        /// When it would have begun.
        begins: String,
    },
    /// The rule of the cohort is met.
    CourseCompleted {
        /// Course.
        title: String,
    },
    /// It is not.
    CourseNotCompleted {
        /// Course.
        title: String,
        /// Attended part of the hours, percent.
        share: i64,
        /// What is needed.
        least: i64,
    },
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
    /// The cohort began without a seat for who waited.
    NotSeated {
        /// Course.
        title: String,
    },
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
    /// A certificate has ended.
    CertificateEnded {
        /// Course.
        title: String,
    },
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
    /// An objection was heard and not upheld.
    NotUpheld {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// A listing was taken off the market by the Authority.
    TakenDown {
        /// Why, in the officer's words.
        words: String,
    },
    /// A case was handed to a colleague.
    Assigned {
        /// What it is about.
        title: String,
        /// Reference number.
        reference: String,
    },
}

impl Notice {
    /// One line.
    pub fn title(&self, l: Locale) -> String {
        match self {
            Notice::Received { title, .. } => t!(l, notifications.received, title = title),
            Notice::Returned { title, .. } => t!(l, notifications.returned, title = title),
            Notice::Approved { title, .. } => t!(l, notifications.approved, title = title),
            Notice::Licensed { .. } => t!(l, notifications.licensed),
            Notice::Refused { title, .. } => t!(l, notifications.refused, title = title),
            Notice::NotUpheld { title, .. } => t!(l, notifications.not_upheld, title = title),
            Notice::Questioned { .. } => t!(l, notifications.questioned),
            Notice::Suspended { .. } => t!(l, notifications.suspended),
            Notice::NotSuspended { .. } => t!(l, notifications.not_suspended),
            Notice::Renewed { .. } => t!(l, notifications.renewed),
            Notice::Expiring { .. } => t!(l, notifications.expiring),
            Notice::Expired => t!(l, notifications.expired),
            Notice::CorrectionAsked { .. } => t!(l, notifications.correction_asked),
            Notice::Corrected { .. } => t!(l, notifications.corrected),
            Notice::NotCorrected { .. } => t!(l, notifications.not_corrected),
            Notice::Enrolled { title, .. } => t!(l, notifications.enrolled, title = title),
            Notice::NotEnrolled { title, .. } => t!(l, notifications.not_enrolled, title = title),
            Notice::EnrolmentReturned { title, .. } => t!(l, notifications.enrolment_returned, title = title),
            Notice::CourseProposed { title, .. } => t!(l, notifications.course_proposed, title = title),
            Notice::MayRepeat { title, .. } => t!(l, notifications.may_repeat, title = title),
            Notice::CarriedOver { title, .. } => t!(l, notifications.carried_over, title = title),
            Notice::SeatOffered { title, .. } => t!(l, notifications.seat_offered, title = title),
            Notice::OnWaitingList { title, .. } => t!(l, notifications.on_waiting_list, title = title),
            Notice::OfferOver { title, .. } => t!(l, notifications.offer_over, title = title),
            Notice::CohortCancelled { title, .. } => t!(l, notifications.cohort_cancelled, title = title),
            Notice::LessonMoved { title, .. } => t!(l, notifications.lesson_moved, title = title),
            Notice::LessonLeftOut { title, .. } => t!(l, notifications.lesson_left_out, title = title),
            Notice::CourseCompleted { title } => t!(l, notifications.course_completed, title = title),
            Notice::CourseNotCompleted { title, .. } => t!(l, notifications.course_not_completed, title = title),
            Notice::CertificateIssued { title, .. } => t!(l, notifications.certificate_issued, title = title),
            Notice::CertificateRevoked { title, .. } => t!(l, notifications.certificate_revoked, title = title),
            Notice::CertificateEnding { title, .. } => t!(l, notifications.certificate_ending, title = title),
            Notice::NotSeated { title } => t!(l, notifications.not_seated, title = title),
            Notice::CohortMoved { title, .. } => t!(l, notifications.cohort_moved, title = title),
            Notice::CertificateEnded { title } => t!(l, notifications.certificate_ended, title = title),
            Notice::SittingCalled { title, .. } => t!(l, notifications.sitting_called, title = title),
            Notice::SittingCalledOff { title, .. } => t!(l, notifications.sitting_called_off, title = title),
            Notice::MinuteToSign { title, .. } => t!(l, notifications.minute_to_sign, title = title),
            Notice::TakenDown { .. } => t!(l, notifications.taken_down),
            Notice::Assigned { title, .. } => t!(l, notifications.assigned, title = title),
        }
    }

    /// What it means and what to do.
    pub fn text(&self, l: Locale) -> String {
        match self {
            Notice::Received { reference, .. } => t!(l, notifications.received_text, reference = reference),
            Notice::Returned { words, .. } => t!(l, notifications.returned_text, words = words),
            Notice::Approved { number, .. } => t!(l, notifications.approved_text, number = number),
            Notice::Licensed { licence, until } => {
                t!(l, notifications.licensed_text, licence = licence, until = i18n::stored_date(l, until))
            }
            Notice::Refused { number, words, .. } => t!(l, notifications.refused_text, number = number, words = words),
            Notice::NotUpheld { number, words, .. } => t!(l, notifications.not_upheld_text, number = number, words = words),
            Notice::Questioned { reference, words } => t!(l, notifications.questioned_text, reference = reference, words = words),
            Notice::Suspended { number, words } => t!(l, notifications.suspended_text, number = number, words = words),
            Notice::NotSuspended { number } => t!(l, notifications.not_suspended_text, number = number),
            Notice::Renewed { until } => t!(l, notifications.renewed_text, until = i18n::stored_date(l, until)),
            Notice::Expiring { until } => t!(l, notifications.expiring_text, until = i18n::stored_date(l, until)),
            Notice::Expired => t!(l, notifications.expired_text),
            Notice::CorrectionAsked { reference } => t!(l, notifications.correction_asked_text, reference = reference),
            Notice::Corrected { number } => t!(l, notifications.corrected_text, number = number),
            Notice::NotCorrected { number, words } => t!(l, notifications.not_corrected_text, number = number, words = words),
            Notice::Enrolled { reference, .. } => t!(l, notifications.enrolled_text, reference = reference),
            Notice::NotEnrolled { words, .. } => t!(l, notifications.not_enrolled_text, words = words),
            Notice::EnrolmentReturned { words, .. } => t!(l, notifications.enrolment_returned_text, words = words),
            Notice::CourseProposed { words, .. } => t!(l, notifications.course_proposed_text, words = words),
            Notice::MayRepeat { words, .. } => t!(l, notifications.may_repeat_text, words = words),
            Notice::CarriedOver { reference, .. } => t!(l, notifications.carried_over_text, reference = reference),
            Notice::SeatOffered { until, .. } => t!(l, notifications.seat_offered_text, until = i18n::stored_date(l, until)),
            Notice::OnWaitingList { place, .. } => t!(l, notifications.on_waiting_list_text, place = *place),
            Notice::OfferOver { .. } => t!(l, notifications.offer_over_text),
            Notice::CohortCancelled { words, .. } => t!(l, notifications.cohort_cancelled_text, words = words),
            Notice::LessonMoved { day: on, begins, .. } => {
                t!(l, notifications.lesson_moved_text, day = i18n::stored_date(l, on), time = begins)
            }
            Notice::LessonLeftOut { day: on, begins, .. } => {
                t!(l, notifications.lesson_left_out_text, day = i18n::stored_date(l, on), time = begins)
            }
            Notice::CourseCompleted { .. } => t!(l, notifications.course_completed_text),
            Notice::CourseNotCompleted { share, least, .. } => {
                t!(l, notifications.course_not_completed_text, share = *share, least = *least)
            }
            Notice::CertificateIssued { code, .. } => t!(l, notifications.certificate_issued_text, code = code),
            Notice::CertificateRevoked { words, .. } => t!(l, notifications.certificate_revoked_text, words = words),
            Notice::CertificateEnding { until, .. } => t!(l, notifications.certificate_ending_text, until = i18n::stored_date(l, until)),
            Notice::NotSeated { .. } => t!(l, notifications.not_seated_text),
            Notice::CohortMoved { from, to, venue, .. } => {
                t!(l, notifications.cohort_moved_text, from = i18n::stored_date(l, from), to = i18n::stored_date(l, to), venue = venue)
            }
            Notice::CertificateEnded { .. } => t!(l, notifications.certificate_ended_text),
            Notice::SittingCalled { day: held_on, .. } => t!(l, notifications.sitting_called_text, day = i18n::stored_date(l, held_on)),
            Notice::SittingCalledOff { words, .. } => t!(l, notifications.sitting_called_off_text, words = words),
            Notice::MinuteToSign { number, .. } => t!(l, notifications.minute_to_sign_text, number = number),
            Notice::TakenDown { words } => t!(l, notifications.taken_down_text, words = words),
            Notice::Assigned { reference, .. } => t!(l, notifications.assigned_text, reference = reference),
        }
    }
}
