//! Who goes: scored without names, proposed by arithmetic, decided by a committee, objected to.

pub mod committee;
pub mod entity;
pub mod jury;
pub mod objections;
pub mod ordering;
pub mod pages;
pub mod posts;
pub mod proposal;
pub mod reads;
pub mod refusals;
pub mod routes;
pub mod rules;
pub mod types;
