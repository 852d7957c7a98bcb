//! Courses (برنامج تدريبي), their cohorts (دورة), and what is asked of who signs up.

pub mod acts;
pub mod calendar;
pub mod cohorts;
pub mod conditions;
pub(crate) mod forms;
pub mod notices;
pub(crate) mod pages;
pub(crate) mod posts;
pub mod questions;
pub mod reads;
pub mod refusals;
pub(crate) mod routes;
pub mod rules;
pub mod terms;
pub mod types;
