//! What stands in a hall.

use ground::texts::Locale;
use ground::{codes, t};

codes! {
    /// What else is in a hall.
    PartKind {
        /// Where people walk.
        Aisle = "aisle",
        /// Where they come in.
        Entrance = "entrance",
        /// Where one craft is shown.
        Zone = "zone",
    }
}

impl PartKind {
    /// The kind in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            PartKind::Aisle => t!(l, fairs.part_aisle),
            PartKind::Entrance => t!(l, fairs.part_entrance),
            PartKind::Zone => t!(l, fairs.part_zone),
        }
    }
}

/// A number as people count it: `أ-2` before `أ-10`.
pub fn natural(number: &str) -> (String, u64) {
    let digits = number.len() - number.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (stem, n) = number.split_at(number.len() - digits);
    (stem.to_owned(), n.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numbers_are_put_in_order_as_people_count() {
        let mut numbers = ["ب-1", "أ-10", "أ-2", "7", "أ-1"];
        numbers.sort_by_key(|number| natural(number));
        assert_eq!(numbers, ["7", "أ-1", "أ-2", "أ-10", "ب-1"]);
    }
}
