//! Training: courses (برنامج تدريبي), their cohorts (دورة), enrolments (تسجيل) and seats (مقعد) that are given justly.

pub mod acts;
pub mod allocation;
pub mod asking;
pub mod attendance;
pub mod calendar;
pub mod certificates;
pub mod cohorts;
pub mod committee;
pub mod courses;
pub mod credential;
pub mod enrolling;
pub mod entity;
pub mod feedback;
pub mod figures;
pub mod issuing;
pub mod lessons;
mod pages;
mod posts;
pub mod proposals;
pub mod reach;
pub mod reads;
pub mod room;
pub mod rules;
pub mod schedule;
pub mod seats;
pub mod terms;
mod words;

pub use acts::{daily, forget};
pub use asking::{NewQuestion, questions};
pub use attendance::{assess_all, finish, note};
pub use certificates::by_code as certificate_by_code;
pub use cohorts::{CohortForm, publish, save_cohort};
pub use committee::{apply_minute, call, hold};
pub use courses::{CourseForm, ModuleForm, may_set_logo, save_course, set_logo};
pub use enrolling::{Said, apply, screen};
pub use entity::certificate::Model as CertificateRow;
pub use lessons::{LessonForm, add as add_lessons};
pub use pages::{criterion_rows, figures_section};
pub use posts::{course_with, desk_room_with, entries, room_with};
pub use reach::{STAFF as PLANNERS, TEACHERS};
pub use reads::{address, lesson_days, offers, public_paths, trainees, waiting};
pub use rules::{CertificateState, CohortState, CourseField, EnrolmentState, Mark, Policy, QuestionKind, SITTINGS as KIND, Source};
pub use seats::{Answer, announce, answer, order};
pub use terms::{Group, Quota, Terms};

use ground::t;
use ground::texts::Locale;

/// «15 ساعة», for documents.
pub fn hours(l: Locale, count: i64) -> String {
    t!(l, training.hours, count = count)
}

/// The name of the Authority, for documents.
pub fn authority(l: Locale) -> String {
    t!(l, common.authority)
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
