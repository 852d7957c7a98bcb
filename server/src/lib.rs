//! Everything of Souq that is not the database: HTTP, files, mail, time, metrics.

pub mod assets;
pub mod backup;
pub mod blobs;
pub mod cache;
pub mod clock;
pub mod config;
mod dev;
pub mod documents;
pub mod drawing;
pub mod front;
pub mod health;
pub mod import;
mod import_desk;
pub mod listen;
pub mod log;
pub mod mailer;
mod media;
pub mod papers;
mod protection;
pub mod seed;
mod seo;
pub mod sheets;
pub mod state;
mod trouble;
mod uploads;
pub mod web;
pub mod worker;
