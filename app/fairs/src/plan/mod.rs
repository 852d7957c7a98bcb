//! The plan of a year: fairs that are to be held, announced, called for or called off.

pub mod acts;
pub mod calendar;
pub mod entity;
pub mod pages;
pub mod posts;
pub mod reads;
pub mod refusals;
pub mod routes;
pub mod rules;
pub mod spending;
pub mod types;
