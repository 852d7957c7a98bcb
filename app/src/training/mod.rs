//! Training: courses (برنامج تدريبي), their cohorts (دورة), enrolments (تسجيل) and seats (مقعد) that are given justly.

mod acts;
mod attendance;
mod certificates;
mod committee;
#[cfg(test)]
mod committee_tests;
mod credential;
mod entity;
mod lessons;
mod pages;
mod posts;
mod reads;
mod rules;
#[cfg(test)]
mod running_tests;
mod schedule;
mod seats;
#[cfg(test)]
mod tests;

pub use acts::{CohortForm, CourseForm, ModuleForm, apply, publish, save_cohort, save_course};
pub use committee::{KIND, apply_minute, call};
pub use posts::entries;
pub use reads::public_paths;
pub use rules::{CohortState, EnrolmentState, Policy};
pub use seats::{daily, forget};
