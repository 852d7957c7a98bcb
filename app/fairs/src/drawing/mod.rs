//! The plan of a hall is drawn, and more booths are there for who waits.

pub mod acts;
pub mod pages;
pub mod posts;
pub mod refusals;
pub mod routes;
pub mod types;

pub use acts::{add_part, add_row, may_set_picture, set_picture, set_size};
pub use posts::hall_with;
pub use types::{BoothForm, PartForm, RowForm, Way};
