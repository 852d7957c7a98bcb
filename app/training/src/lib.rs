//! Training: courses (برنامج تدريبي), their cohorts (دورة), enrolments (تسجيل) and seats (مقعد) that are given justly.
//!
//! Each part uses only those before it: `courses`, `enrolment`, `lessons`, `certificates`, `classroom`, `figures`, `acts` (what
//! touches several of them at once), `routes`. What else stands here uses none of them.

pub mod acts;
pub mod certificates;
pub mod classroom;
pub mod courses;
pub mod enrolment;
pub mod entity;
pub mod figures;
pub mod lessons;
pub mod reach;
pub mod reads;
mod routes;
pub mod rules;
pub mod types;
mod words;

pub use acts::{daily, forget};
pub use certificates::issuing;
pub use certificates::reads::{Certificate, by_code as certificate_by_code};
pub use classroom::feedback;
pub use classroom::posts::{classroom_again, desk_classroom_again};
pub use courses::acts::{may_set_logo, save_course, set_logo};
pub use courses::calendar::forget as forget_calendar;
pub use courses::pages::criterion_rows;
pub use courses::posts::course_again;
pub use courses::questions::{NewQuestion, of_cohort as questions_of};
pub use courses::reads::{address, public_paths};
pub use courses::refusals::{ELSEWHERE, LICENCE_ENDS, NOT_OF_CRAFT};
pub use courses::terms::{Group, Quota, Terms};
pub use courses::types::{CohortForm, CourseForm, ModuleForm};
pub use enrolment::acts::{Said, apply};
pub use enrolment::committee::{apply_minute, call, hold};
pub use enrolment::objections::{apply_objection, contested, object};
pub use enrolment::offers::{Answer, announce, answer};
pub use enrolment::opening::{publish, save_cohort};
pub use enrolment::ordering::{announce_draw, order};
pub use enrolment::pages::case_panel;
pub use enrolment::reads::{mine as own_enrolments, offers, roll, to_screen, trainees, waiting};
pub use enrolment::refusals::OFFER_OVER;
pub use enrolment::rules::SEALED;
pub use enrolment::screening::screen;
pub use enrolment::to_do::to_do;
pub use enrolment::types::{Contested, Mine as OwnEnrolment, Roll};
pub use figures::pages::section as figures_section;
pub use lessons::acts::{LessonForm, add as add_lessons};
pub use lessons::assessment::assess_all;
pub use lessons::attendance::note;
pub use lessons::reads::lesson_days;
pub use lessons::results::finish;
pub use reach::{PLANNERS, TEACHERS};
pub use routes::entries;
pub use rules::{CertificateState, CohortState, CourseField, EnrolmentState, Mark, Policy, QuestionKind, Source};

use ground::t;
use ground::texts::Locale;
use people::notifications::{self, ReadNotice};

/// What people are told here.
pub const NOTICES: &[ReadNotice] = &[
    notifications::read::<courses::notices::Notice>,
    notifications::read::<enrolment::notices::Notice>,
    notifications::read::<lessons::notices::Notice>,
    notifications::read::<certificates::notices::Notice>,
    notifications::read::<classroom::notices::Notice>,
];

/// «15 ساعة», for documents.
pub fn hours(l: Locale, count: i64) -> String {
    t!(l, training.hours, count = count)
}

/// The name of the Authority, for documents.
pub fn authority(l: Locale) -> String {
    t!(l, common.authority)
}

/// «بالشراكة مع …», for documents; nothing where there is no partner.
pub fn with_partner(l: Locale, partner: &str) -> String {
    if partner.is_empty() { String::new() } else { t!(l, training.paper_partner, partner = partner) }
}

/// «الدورة 2 — 15 ساعة», for documents.
pub fn cohort_of(l: Locale, number: i64, count: i64) -> String {
    t!(l, training.paper_cohort, n = number, hours = hours(l, count))
}

/// «صدرت في …», for documents.
pub fn issued(l: Locale, day: String) -> String {
    t!(l, training.paper_issued, day = day)
}

/// «عن الهيئة: …», for documents; nothing where nobody is known.
pub fn signed(l: Locale, name: &str) -> String {
    if name.is_empty() { String::new() } else { t!(l, training.paper_signed, name = name) }
}

/// «سارية حتى …», for documents.
pub fn expires(l: Locale, day: String) -> String {
    t!(l, training.paper_expires, day = day)
}

/// What a certificate stands for, for documents.
pub fn criteria(l: Locale) -> String {
    t!(l, training.criteria)
}

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::market::texts::*;
}
