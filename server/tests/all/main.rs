//! What HTTP, files, mail and several processes add to the application. One program, so that the demo town is drawn once.
#![allow(clippy::unwrap_used)]

mod backup;
mod counts;
mod crawl;
mod doubles;
mod faults;
mod figures;
mod files;
mod former;
mod growth;
mod http;
mod import;
mod kept;
mod keys;
mod mail;
mod matrix;
mod papers;
mod place;
#[path = "../process/mod.rs"]
mod process;
mod queries;
mod races;
mod reading;
mod site_map;
mod sockets;
mod spellings;
mod start;
mod states;
mod tasks;
mod twice;
mod uploads;
mod worker;
