//! What has to be done before a fair, and how families get there.

use ground::texts::Locale;
use ground::{codes, t};

/// A bus or a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RideKind {
    /// A bus.
    Bus,
    /// A room to sleep in.
    Room,
}

impl RideKind {
    /// The word in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            RideKind::Bus => "bus",
            RideKind::Room => "room",
        }
    }

    /// The kind of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        [RideKind::Bus, RideKind::Room].into_iter().find(|kind| kind.code() == code)
    }
}

codes! {
    /// Something that has to be done before a fair.
    Item {
        /// The booth is given; by the organiser.
        Booth = "booth",
        /// Places in a bus are given; by the organiser.
        Bus = "bus",
        /// A room is given; by the organiser.
        Room = "room",
        /// Passports and papers for abroad are at hand.
        Papers = "papers",
        /// Goods are packed, as on the packing list.
        Goods = "goods",
        /// Each product bears its label.
        Labels = "labels",
    }
}

impl Item {
    /// Whether the family does it, and ticks it.
    pub fn own(self) -> bool {
        matches!(self, Item::Papers | Item::Goods | Item::Labels)
    }

    /// The item in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            Item::Booth => t!(l, fairs.item_booth),
            Item::Bus => t!(l, fairs.item_bus),
            Item::Room => t!(l, fairs.item_room),
            Item::Papers => t!(l, fairs.item_papers),
            Item::Goods => t!(l, fairs.item_goods),
            Item::Labels => t!(l, fairs.item_labels),
        }
    }
}
