//! The URL table of the whole application.

pub mod routes;
