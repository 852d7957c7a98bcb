//! What is kept of a fair: photos, files, what people said, figures.

pub mod entity;
pub mod feedback;
pub mod files;
pub mod pages;
pub mod photos;
pub mod posts;
pub mod report;
pub mod routes;
pub mod rules;
pub mod types;
