//! The URL table of the whole application.

mod routes;

pub use routes::{router, table};
