//! What has to be done before a fair: a checklist for each family, buses and rooms.

pub mod checklist;
pub mod entity;
pub mod journeys;
pub mod pages;
pub mod posts;
pub mod refusals;
pub mod routes;
pub mod rules;
pub mod types;
