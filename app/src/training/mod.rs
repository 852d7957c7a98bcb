//! Training: courses (برنامج تدريبي), their cohorts (دورة), enrolments (تسجيل) and seats (مقعد) that are given justly.

mod acts;
mod allocation;
mod asking;
#[cfg(test)]
mod asking_tests;
mod attendance;
mod calendar;
mod certificates;
mod committee;
#[cfg(test)]
mod committee_tests;
mod courses;
mod credential;
mod enrolling;
mod entity;
pub mod feedback;
pub mod figures;
pub mod issuing;
mod lessons;
mod pages;
mod posts;
mod proposals;
mod reads;
pub mod room;
#[cfg(test)]
mod room_tests;
mod rules;
#[cfg(test)]
mod running_tests;
mod schedule;
mod seats;
#[cfg(test)]
mod selection_tests;
#[cfg(test)]
mod telling_tests;
mod terms;
#[cfg(test)]
mod tests;

pub use acts::{CohortForm, STAFF as PLANNERS, publish, save_cohort};
pub use asking::{NewQuestion, QuestionKind, questions};
pub use attendance::{TEACHERS, assess_all, finish, note};
pub use certificates::by_code as certificate_by_code;
pub use committee::{KIND, apply_minute, call, hold};
pub use courses::{CourseForm, ModuleForm, may_set_logo, save_course, set_logo};
pub use credential::CertificateState;
pub use enrolling::{Said, apply, screen};
pub use entity::certificate::Model as CertificateRow;
pub use lessons::{LessonForm, add as add_lessons};
pub use pages::{criterion_rows, figures_section};
pub use posts::{course_with, desk_room_with, entries, room_with};
pub use reads::{address, lesson_days, offers, public_paths, trainees, waiting};
pub use rules::{CohortState, CourseField, EnrolmentState, Policy};
pub use schedule::{Mark, Source};
pub use seats::{Answer, announce, answer, daily, forget, order};
pub use terms::{Group, Quota, Terms};

use crate::i18n::Locale;
use crate::t;

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
