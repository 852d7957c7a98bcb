//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/at_once_tests.rs"]
mod at_once_tests;
#[path = "../src/back_tests.rs"]
mod back_tests;
#[path = "../src/clock_tests.rs"]
mod clock_tests;
#[path = "../src/finding_tests.rs"]
mod finding_tests;
#[path = "../src/import_tests.rs"]
mod import_tests;
#[path = "../src/leaving_tests.rs"]
mod leaving_tests;
#[path = "../src/licence_tests.rs"]
mod licence_tests;
#[path = "../src/queue_tests.rs"]
mod queue_tests;
#[path = "../src/retention_tests.rs"]
mod retention_tests;
#[path = "../src/schema_tests.rs"]
mod schema_tests;
#[path = "../src/seen_tests.rs"]
mod seen_tests;
#[path = "../src/tests.rs"]
mod tests;
#[path = "../src/trail_tests.rs"]
mod trail_tests;
