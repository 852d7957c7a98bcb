//! The plan of a hall: what stands in it, and whether everyone who takes part can be placed.

pub mod acts;
pub mod entity;
pub mod pages;
pub mod placing;
#[cfg(test)]
mod placing_tests;
pub mod posts;
pub mod reads;
pub mod routes;
pub mod rules;
pub mod types;

pub use acts::{add_part, add_row, may_set_picture, set_picture, set_size};
pub use posts::hall_with;
pub use types::{BoothForm, PartForm, RowForm};
