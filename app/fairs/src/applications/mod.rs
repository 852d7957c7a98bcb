//! A family applies: section by section, sent once, looked at, confirmed or taken back; who waits comes in order.

pub mod acts;
pub mod confirmation;
pub mod entity;
pub mod pages;
pub mod posts;
pub mod reach;
pub mod reads;
pub mod refusals;
pub mod routes;
pub mod rules;
pub mod screening;
pub mod types;
pub mod waiting;
