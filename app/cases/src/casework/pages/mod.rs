//! What pages show of a case.

mod timeline;

pub use timeline::timeline;
