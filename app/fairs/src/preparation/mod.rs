//! What has to be done before a fair: a checklist for each family, what it packs, buses and rooms.

pub mod checklist;
pub mod entity;
pub mod journeys;
pub mod packing;
pub mod pages;
pub mod posts;
pub mod refusals;
pub mod routes;
pub mod rules;
pub mod types;
