//! The front page, one's own page, one's own cases.

mod kept;
mod pages;
mod posts;
mod routes;

pub use pages::{error_page, gallery, status_page};
pub use routes::entries;
