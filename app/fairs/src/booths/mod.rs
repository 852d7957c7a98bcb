//! Booths are given, taken over and shown: allocation, guide, signs.

pub mod acts;
pub mod entity;
pub mod pages;
pub mod posts;
pub mod reads;
pub mod refusals;
pub mod routes;
pub mod signs;
pub mod types;
