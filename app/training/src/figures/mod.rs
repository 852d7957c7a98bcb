//! Figures of training: demand and seats, what came of it, and what changed in the shop.

pub mod acts;
pub(crate) mod pages;
pub(crate) mod posts;
pub mod reads;
pub(crate) mod rules;
pub mod types;

pub use acts::note_cost;
pub use reads::{READERS, courses, tables};
pub use types::{Audience, Choice, Row, Table, Value};
