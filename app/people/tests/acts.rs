//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/accounts/tests.rs"]
mod accounts;
#[path = "../src/media/tests.rs"]
mod media;
#[path = "../src/notifications/tests.rs"]
mod notifications;
#[path = "../src/accounts/rights_tests.rs"]
mod rights_tests;
