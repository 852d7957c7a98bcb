//! What is counted of goods, and when.

use crate::rules::FairState;
use crate::rules::application::ApplicationState;
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

/// Goods are in custody from the day on which booths are told until accounts are closed.
pub fn in_custody(fair: FairState, application: ApplicationState) -> bool {
    let open = matches!(fair, FairState::SetUp | FairState::Running | FairState::Closed);
    let here = matches!(application, ApplicationState::BoothAllocated | ApplicationState::Ready | ApplicationState::CheckedIn);
    open && here
}
