//! The acts of this wing on real databases, as one program. Each file stands beside what it tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/applications/tests.rs"]
mod applications;
#[path = "../src/booths/tests.rs"]
mod booths;
#[path = "../src/days/tests.rs"]
mod days;
#[path = "../src/drawing/tests.rs"]
mod drawing;
#[path = "../src/plan/tests.rs"]
mod plan;
#[path = "../src/preparation/tests.rs"]
mod preparation;
#[path = "../src/selection/tests.rs"]
mod selection;
#[path = "../src/tests.rs"]
mod tests;
