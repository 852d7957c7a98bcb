//! Lessons: the timetable, who was there, and who has completed a cohort.

pub mod acts;
pub mod assessment;
pub mod attendance;
pub mod notices;
pub(crate) mod pages;
pub(crate) mod posts;
pub mod reads;
pub mod refusals;
pub mod results;
pub(crate) mod routes;
pub mod schedule;
