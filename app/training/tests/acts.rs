//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/classroom/tests.rs"]
mod classroom_tests;
#[path = "../src/enrolment/committee_tests.rs"]
mod committee_tests;
#[path = "../src/lessons/tests.rs"]
mod lessons_tests;
#[path = "../src/enrolment/objection_tests.rs"]
mod objection_tests;
#[path = "../src/courses/questions_tests.rs"]
mod questions_tests;
#[path = "../src/enrolment/selection_tests.rs"]
mod selection_tests;
#[path = "../src/lessons/telling_tests.rs"]
mod telling_tests;
#[path = "../src/enrolment/tests.rs"]
mod tests;
