//! Certificates: given, put right, taken back; and whether one holds.

pub mod acts;
pub mod issuing;
pub(crate) mod pages;
pub(crate) mod posts;
pub mod reads;
pub(crate) mod routes;
pub mod rules;
