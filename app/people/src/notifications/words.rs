//! Notices in words.

use super::types::{Notice, Told};
use ground::days;
use ground::t;
use ground::texts::Locale;

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
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
            Notice::CohortMessage { title, .. } => t!(l, notifications.cohort_message, title = title),
            Notice::HomeworkAnswered { title, .. } => t!(l, notifications.homework_answered, title = title),
            Notice::SeatConfirmed { title, .. } => t!(l, notifications.seat_confirmed, title = title),
            Notice::LessonsSet { title, .. } => t!(l, notifications.lessons_set, title = title),
            Notice::CohortNear { title, .. } => t!(l, notifications.cohort_near, title = title),
            Notice::FairApplied { title, .. } => t!(l, notifications.fair_applied, title = title),
            Notice::FairRefused { title, .. } => t!(l, notifications.fair_refused, title = title),
            Notice::FairAccepted { title, .. } => t!(l, notifications.fair_accepted, title = title),
            Notice::FairAnswerOver { title } => t!(l, notifications.fair_answer_over, title = title),
            Notice::FairToScore { title } => t!(l, notifications.fair_to_score, title = title),
            Notice::FairWaiting { title, .. } => t!(l, notifications.fair_waiting, title = title),
            Notice::FairObjectionHeard { title, .. } => t!(l, notifications.fair_objection_heard, title = title),
            Notice::FairBooth { title, .. } => t!(l, notifications.fair_booth, title = title),
            Notice::FairWithdrawn { title } => t!(l, notifications.fair_withdrawn, title = title),
            Notice::FairGetReady { title, .. } => t!(l, notifications.fair_get_ready, title = title),
            Notice::FairMoved { title, .. } => t!(l, notifications.fair_moved, title = title),
            Notice::FairCancelled { title, .. } => t!(l, notifications.fair_cancelled, title = title),
            Notice::CohortMoved { title, .. } => t!(l, notifications.cohort_moved, title = title),
            Notice::CertificateEnded { title } => t!(l, notifications.certificate_ended, title = title),
            Notice::SittingCalled { title, .. } => t!(l, notifications.sitting_called, title = title),
            Notice::SittingCalledOff { title, .. } => t!(l, notifications.sitting_called_off, title = title),
            Notice::MinuteToSign { title, .. } => t!(l, notifications.minute_to_sign, title = title),
            Notice::TakenDown { .. } => t!(l, notifications.taken_down),
            Notice::Assigned { title, .. } => t!(l, notifications.assigned, title = title),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::Received { reference, .. } => t!(l, notifications.received_text, reference = reference),
            Notice::Returned { words, .. } => t!(l, notifications.returned_text, words = words),
            Notice::Approved { number, .. } => t!(l, notifications.approved_text, number = number),
            Notice::Licensed { licence, until } => {
                t!(l, notifications.licensed_text, licence = licence, until = days::stored_date(l, until))
            }
            Notice::Refused { number, words, .. } => t!(l, notifications.refused_text, number = number, words = words),
            Notice::NotUpheld { number, words, .. } => t!(l, notifications.not_upheld_text, number = number, words = words),
            Notice::Questioned { reference, words } => t!(l, notifications.questioned_text, reference = reference, words = words),
            Notice::Suspended { number, words } => t!(l, notifications.suspended_text, number = number, words = words),
            Notice::NotSuspended { number } => t!(l, notifications.not_suspended_text, number = number),
            Notice::Renewed { until } => t!(l, notifications.renewed_text, until = days::stored_date(l, until)),
            Notice::Expiring { until } => t!(l, notifications.expiring_text, until = days::stored_date(l, until)),
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
            Notice::SeatOffered { until, .. } => t!(l, notifications.seat_offered_text, until = days::stored_date(l, until)),
            Notice::OnWaitingList { place, .. } => t!(l, notifications.on_waiting_list_text, place = *place),
            Notice::OfferOver { .. } => t!(l, notifications.offer_over_text),
            Notice::CohortCancelled { words, .. } => t!(l, notifications.cohort_cancelled_text, words = words),
            Notice::LessonMoved { day: on, begins, .. } => {
                t!(l, notifications.lesson_moved_text, day = days::stored_date(l, on), time = begins)
            }
            Notice::LessonLeftOut { day: on, begins, .. } => {
                t!(l, notifications.lesson_left_out_text, day = days::stored_date(l, on), time = begins)
            }
            Notice::CourseCompleted { .. } => t!(l, notifications.course_completed_text),
            Notice::CourseNotCompleted { share, least, .. } => {
                t!(l, notifications.course_not_completed_text, share = *share, least = *least)
            }
            Notice::CertificateIssued { code, .. } => t!(l, notifications.certificate_issued_text, code = code),
            Notice::CertificateRevoked { words, .. } => t!(l, notifications.certificate_revoked_text, words = words),
            Notice::CertificateEnding { until, .. } => t!(l, notifications.certificate_ending_text, until = days::stored_date(l, until)),
            Notice::NotSeated { .. } => t!(l, notifications.not_seated_text),
            Notice::CohortMessage { words, .. } => t!(l, notifications.cohort_message_text, words = words),
            Notice::HomeworkAnswered { words, .. } => t!(l, notifications.homework_answered_text, words = words),
            Notice::SeatConfirmed { from, .. } => t!(l, notifications.seat_confirmed_text, day = days::stored_date(l, from)),
            Notice::LessonsSet { day: on, begins, count, .. } => {
                t!(l, notifications.lessons_set_text, n = *count, day = days::stored_date(l, on), time = begins)
            }
            Notice::CohortNear { from, venue, .. } => {
                t!(l, notifications.cohort_near_text, day = days::stored_date(l, from), venue = venue)
            }
            Notice::FairApplied { reference, .. } => t!(l, notifications.fair_applied_text, reference = reference),
            Notice::FairRefused { words, .. } => t!(l, notifications.fair_refused_text, words = words),
            Notice::FairAccepted { until, .. } => t!(l, notifications.fair_accepted_text, until = days::stored_date(l, until)),
            Notice::FairAnswerOver { .. } => t!(l, notifications.fair_answer_over_text),
            Notice::FairToScore { .. } => t!(l, notifications.fair_to_score_text),
            Notice::FairWaiting { position, .. } => t!(l, notifications.fair_waiting_text, n = *position),
            Notice::FairObjectionHeard { words, .. } => t!(l, notifications.fair_objection_heard_text, words = words),
            Notice::FairBooth { number, .. } => t!(l, notifications.fair_booth_text, number = number),
            Notice::FairWithdrawn { .. } => t!(l, notifications.fair_withdrawn_text),
            Notice::FairGetReady { day, .. } => t!(l, notifications.fair_get_ready_text, day = days::stored_date(l, day)),
            Notice::FairMoved { from, to, venue, .. } => {
                t!(l, notifications.fair_moved_text, from = days::stored_date(l, from), to = days::stored_date(l, to), venue = venue)
            }
            Notice::FairCancelled { words, .. } => t!(l, notifications.fair_cancelled_text, words = words),
            Notice::CohortMoved { from, to, venue, .. } => {
                t!(l, notifications.cohort_moved_text, from = days::stored_date(l, from), to = days::stored_date(l, to), venue = venue)
            }
            Notice::CertificateEnded { .. } => t!(l, notifications.certificate_ended_text),
            Notice::SittingCalled { day: held_on, .. } => t!(l, notifications.sitting_called_text, day = days::stored_date(l, held_on)),
            Notice::SittingCalledOff { words, .. } => t!(l, notifications.sitting_called_off_text, words = words),
            Notice::MinuteToSign { number, .. } => t!(l, notifications.minute_to_sign_text, number = number),
            Notice::TakenDown { words } => t!(l, notifications.taken_down_text, words = words),
            Notice::Assigned { reference, .. } => t!(l, notifications.assigned_text, reference = reference),
        }
    }
}
