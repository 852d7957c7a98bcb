//! Accounts, notices, files, and the places and crafts that forms choose from.

pub mod accounts;
pub mod crafts;
pub mod media;
pub mod notifications;
pub mod place;
mod tasks;

pub use tasks::{Erase, Reindex};

/// What people are told here.
pub const NOTICES: &[notifications::ReadNotice] = &[notifications::read::<accounts::Notice>];

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::ground::texts::*;
}
