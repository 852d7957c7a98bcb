//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/casework/tests.rs"]
mod casework;
