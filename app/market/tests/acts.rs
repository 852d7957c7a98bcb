//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/catalogue/tests.rs"]
mod catalogue;
#[path = "../src/families/tests.rs"]
mod families;
#[path = "../src/site_map/tests.rs"]
mod site_map;
