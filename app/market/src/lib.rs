//! Families and what they make.

pub mod catalogue;
pub mod families;
pub mod site_map;

use people::notifications::{ReadNotice, read};

/// What people may be told by this wing.
pub const NOTICES: &[ReadNotice] = &[read::<families::Notice>, read::<catalogue::Notice>];

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::cases::texts::*;
}
