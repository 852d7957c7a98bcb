//! What is made of every sub-area: one fair as everyone sees it, one application as its family sees it.

pub mod pages;
pub mod posts;
pub mod reads;
pub mod routes;
pub mod to_do;
pub mod types;
