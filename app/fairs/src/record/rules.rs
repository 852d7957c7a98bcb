//! Who says how a fair was, and what is asked.

use ground::texts::Locale;
use ground::{codes, t};

codes! {
    /// Who says it.
    Side {
        /// Families that took part.
        Family = "family",
        /// Whoever came to look.
        Visitor = "visitor",
    }
}

/// Questions that each is asked, rated from 1 to 5.
pub const ASKED: usize = 4;

impl Side {
    /// What is asked, in order.
    pub fn questions(self) -> [&'static str; ASKED] {
        match self {
            Side::Family => ["organised", "booth", "sales", "again"],
            Side::Visitor => ["products", "prices", "order", "again"],
        }
    }

    /// A question in words.
    pub fn word(self, l: Locale, question: &str) -> String {
        match (self, question) {
            (Side::Family, "organised") => t!(l, fairs.asked_organised),
            (Side::Family, "booth") => t!(l, fairs.asked_booth),
            (Side::Family, "sales") => t!(l, fairs.asked_sales),
            (Side::Family, _) => t!(l, fairs.asked_again),
            (Side::Visitor, "products") => t!(l, fairs.asked_products),
            (Side::Visitor, "prices") => t!(l, fairs.asked_prices),
            (Side::Visitor, "order") => t!(l, fairs.asked_order),
            (Side::Visitor, _) => t!(l, fairs.asked_return),
        }
    }
}
