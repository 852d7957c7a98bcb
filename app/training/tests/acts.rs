//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/asking_tests.rs"]
mod asking_tests;
#[path = "../src/committee_tests.rs"]
mod committee_tests;
#[path = "../src/room_tests.rs"]
mod room_tests;
#[path = "../src/running_tests.rs"]
mod running_tests;
#[path = "../src/selection_tests.rs"]
mod selection_tests;
#[path = "../src/telling_tests.rs"]
mod telling_tests;
#[path = "../src/tests.rs"]
mod tests;
