//! What has to be done before a fair, and how families get there.

use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use ground::texts::Locale;
use ground::{codes, t};

codes! {
    /// A bus or a room.
    RideKind {
        /// A bus.
        Bus = "bus",
        /// A room to sleep in.
        Room = "room",
    }
}

impl RideKind {
    /// The kind in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            RideKind::Bus => t!(l, fairs.bus),
            RideKind::Room => t!(l, fairs.lodging_room),
        }
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

/// Whether a family says what it packs: it knows its booth, and is not at the fair yet.
pub fn may_pack(fair: FairState, application: ApplicationState) -> bool {
    let ahead = matches!(fair, FairState::ResultsPublished | FairState::SetUp | FairState::Running);
    ahead && matches!(application, ApplicationState::BoothAllocated | ApplicationState::Ready)
}
