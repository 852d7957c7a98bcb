//! The days of a fair and its accounts: presence, goods in custody, settlement.

pub mod entity;
pub mod goods;
pub mod pages;
pub mod posts;
pub mod presence;
pub mod refusals;
pub mod routes;
pub mod rules;
pub mod settlement;
pub mod types;
