//! What forms and lists of the desk are about.

use ground::codes;

codes! {
    /// A table of reference data.
    Table {
        /// Municipalities.
        Municipalities = "municipalities",
        /// Districts.
        Districts = "districts",
        /// Branches.
        Branches = "branches",
        /// Official holidays.
        Holidays = "holidays",
        /// Crafts.
        Crafts = "crafts",
        /// Items of crafts.
        Items = "items",
    }
}

/// The word in an address for a row that is not there yet.
pub const NEW: &str = "new";
