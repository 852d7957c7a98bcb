//! Tables of training, and finders that take their scope as an argument. They name nothing of the area but its rules.

#![allow(missing_docs)]

mod certificates;
mod classroom;
mod courses;
mod enrolments;
mod lessons;

pub use certificates::{certificate, issuing};
pub use classroom::{feedback, feedback_words, homework, material, message};
pub use courses::{cohort, course, criterion, module, question, quota, term};
pub use enrolments::{answer, draw, enrolment, points, proposal};
pub use lessons::{assessment, attendance, calendar_link, lesson};
