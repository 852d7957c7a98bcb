//! What stands in a hall.

use crate::hall::types::{Area, Booth, Hall};
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

/// Metres of an aisle, at least: two wheelchairs pass each other on 1.525 m (60 inches; ADA Standards for Accessible Design 2010,
/// 403.5.3), and the grid of a hall has whole metres.
pub const LEAST_AISLE: i64 = 2;

/// Booths at none of whose sides people can walk: everywhere another booth stands nearer than [`LEAST_AISLE`], or the hall ends.
pub fn walled_in(hall: &Hall) -> Vec<&Booth> {
    let free = |area: Area| {
        let inside = area.x >= 0 && area.y >= 0 && area.right() <= hall.width && area.bottom() <= hall.height;
        inside && hall.booths.iter().all(|booth| !booth.area.meets(area))
    };
    let open = |booth: &&Booth| {
        let area = booth.area;
        let sides = [
            Area { y: area.y - LEAST_AISLE, height: LEAST_AISLE, ..area },
            Area { y: area.bottom(), height: LEAST_AISLE, ..area },
            Area { x: area.x - LEAST_AISLE, width: LEAST_AISLE, ..area },
            Area { x: area.right(), width: LEAST_AISLE, ..area },
        ];
        sides.into_iter().any(free)
    };
    hall.booths.iter().filter(|booth| !open(booth)).collect()
}

/// Booths that stand where people are to walk or to come in.
pub fn in_the_way(hall: &Hall) -> Vec<&Booth> {
    let ways = || hall.parts.iter().filter(|part| part.kind != PartKind::Zone);
    hall.booths.iter().filter(|booth| ways().any(|way| way.area.meets(booth.area))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Area, Booth, Hall, PartKind, in_the_way, natural, walled_in};
    use crate::hall::types::Part;
    use crate::rules::application::BoothKind;
    use ground::ids::{BoothId, HallPartId};

    fn hall(booths: &[(i64, i64)], parts: Vec<Part>) -> Hall {
        let booth = |(n, (x, y)): (i64, &(i64, i64))| Booth {
            id: BoothId(n),
            number: n.to_string(),
            kind: BoothKind::Small,
            area: Area { x: *x, y: *y, width: 2, height: 2 },
            power: false,
            water: false,
            accessible: false,
            blocked: false,
        };
        Hall { width: 12, height: 8, picture: None, booths: (1..).zip(booths).map(booth).collect(), parts }
    }

    fn numbers(booths: Vec<&Booth>) -> Vec<&str> {
        booths.into_iter().map(|booth| booth.number.as_str()).collect()
    }

    #[test]
    fn people_can_walk_to_each_booth() {
        // Side by side is no harm: in front is an aisle.
        assert!(walled_in(&hall(&[(0, 0), (2, 0), (4, 0)], Vec::new())).is_empty());
        // The one in the middle has a metre on each side.
        let packed = [(4, 3), (1, 3), (7, 3), (4, 0), (4, 6)];
        let packed = hall(&packed, Vec::new());
        assert_eq!(numbers(walled_in(&packed)), ["1"]);
        // At a wall, with others around.
        let corner = hall(&[(0, 0), (2, 0), (0, 2)], Vec::new());
        assert_eq!(numbers(walled_in(&corner)), ["1"]);
    }

    #[test]
    fn no_booth_stands_in_an_aisle() {
        let part = |kind, area| Part { id: HallPartId(1), kind, title: String::new(), craft: None, area };
        let across = Area { x: 0, y: 1, width: 12, height: 2 };
        let seen = |kind| {
            let hall = hall(&[(0, 0), (4, 4)], vec![part(kind, across)]);
            numbers(in_the_way(&hall)).join(" ")
        };
        assert_eq!([PartKind::Aisle, PartKind::Entrance, PartKind::Zone].map(seen), ["1", "1", ""]);
    }

    #[test]
    fn numbers_are_put_in_order_as_people_count() {
        let mut numbers = ["ب-1", "أ-10", "أ-2", "7", "أ-1"];
        numbers.sort_by_key(|number| natural(number));
        assert_eq!(numbers, ["7", "أ-1", "أ-2", "أ-10", "ب-1"]);
    }
}
