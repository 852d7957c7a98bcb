//! Certificates: given, put right, taken back; and whether one holds.

pub mod acts;
pub mod issuing;
pub mod notices;
pub(crate) mod pages;
pub(crate) mod posts;
pub mod reads;
pub mod refusals;
pub(crate) mod routes;
pub mod rules;
