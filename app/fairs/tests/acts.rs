//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/ready_tests.rs"]
mod ready_tests;
#[path = "../src/running_tests.rs"]
mod running_tests;
#[path = "../src/selection_tests.rs"]
mod selection_tests;
#[path = "../src/stand_tests.rs"]
mod stand_tests;
#[path = "../src/tests.rs"]
mod tests;
