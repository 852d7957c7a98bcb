//! A hall: what stands in it, how its plan looks, and whether everyone who takes part can be placed.

pub mod acts;
pub mod entity;
pub mod pages;
pub mod placing;
#[cfg(test)]
mod placing_tests;
pub mod reads;
pub mod rules;
pub mod types;
