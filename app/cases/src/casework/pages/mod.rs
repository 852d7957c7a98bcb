//! What pages show of a case.

mod objection;
mod timeline;

pub use objection::{object_form, objected};
pub use timeline::timeline;
