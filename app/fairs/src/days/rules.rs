//! What is counted of goods.

use ground::texts::Locale;
use ground::{codes, t};

codes! {
    /// What is counted.
    Count {
        /// Came to the fair.
        Brought = "brought",
        /// Was sold.
        Sold = "sold",
        /// Goes home again.
        Returned = "returned",
        /// Was damaged.
        Damaged = "damaged",
    }
}

impl Count {
    /// It in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            Count::Brought => t!(l, fairs.brought),
            Count::Sold => t!(l, fairs.sold),
            Count::Returned => t!(l, fairs.returned),
            Count::Damaged => t!(l, fairs.damaged),
        }
    }
}
