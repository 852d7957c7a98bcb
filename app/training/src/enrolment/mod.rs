//! Enrolments (تسجيل): who signs up, in which order, and seats (مقعد) that are given justly.

pub mod acts;
pub mod allocation;
pub mod committee;
pub mod notices;
pub mod objections;
pub mod offers;
pub mod opening;
pub mod ordering;
pub(crate) mod pages;
pub(crate) mod posts;
pub mod proposals;
pub mod reads;
pub mod refusals;
pub(crate) mod routes;
pub mod rules;
pub mod screening;
pub mod to_do;
pub mod types;
