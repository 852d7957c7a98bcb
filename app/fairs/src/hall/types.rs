//! A hall with what stands in it.

use crate::hall::rules::PartKind;
use crate::rules::application::BoothKind;
use ground::ids::{BoothId, HallPartId, MediaId};

/// A place on the grid of a hall in metres, from nought at the left and at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// Across.
    pub width: i64,
    /// Downward.
    pub height: i64,
}

impl Area {
    /// Where it ends at the right.
    pub fn right(self) -> i64 {
        self.x + self.width
    }

    /// Where it ends at the bottom.
    pub fn bottom(self) -> i64 {
        self.y + self.height
    }

    /// Whether both share a metre.
    pub fn meets(self, other: Area) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether the middle of another lies in it.
    pub fn holds_middle_of(self, other: Area) -> bool {
        let (x, y) = (other.x + other.right(), other.y + other.bottom());
        (2 * self.x..=2 * self.right()).contains(&x) && (2 * self.y..=2 * self.bottom()).contains(&y)
    }
}

/// A booth in a hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booth {
    /// Key.
    pub id: BoothId,
    /// What stands on its sign.
    pub number: String,
    /// What it is.
    pub kind: BoothKind,
    /// Where it stands.
    pub area: Area,
    /// With power.
    pub power: bool,
    /// With water.
    pub water: bool,
    /// For a wheelchair.
    pub accessible: bool,
    /// Nobody gets it.
    pub blocked: bool,
}

/// An aisle, an entrance or a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Key.
    pub id: HallPartId,
    /// What it is.
    pub kind: PartKind,
    /// What it is called.
    pub title: String,
    /// The craft of a zone.
    pub craft: Option<String>,
    /// Where it is.
    pub area: Area,
}

/// A hall with everything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hall {
    /// Metres across.
    pub width: i64,
    /// Metres downward.
    pub height: i64,
    /// The picture of its place.
    pub picture: Option<MediaId>,
    /// Its booths by number.
    pub booths: Vec<Booth>,
    /// What else is in it.
    pub parts: Vec<Part>,
}
