//! The case engine, and committees that decide what is scarce.

pub mod casework;
pub mod committee;

use people::notifications::{ReadNotice, read};

/// What people may be told by this wing.
pub const NOTICES: &[ReadNotice] = &[read::<casework::Notice>, read::<committee::Notice>];

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::people::texts::*;
}
