//! What is counted of goods, and when.

use chrono::NaiveDate;

use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState};
use ground::states::States;
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

/// Whether visitors of a fair are counted: while it is held, and until it is settled.
pub fn counts_visitors(fair: FairState) -> bool {
    matches!(fair, FairState::Running | FairState::Closed)
}

/// Whether it can be said of a family that it never came: from the last day of the fair on, until its accounts are settled.
pub fn may_be_missed((fair, last): (FairState, NaiveDate), application: ApplicationState, today: NaiveDate) -> bool {
    let over = fair == FairState::Closed || (fair == FairState::Running && last <= today);
    over && application.can(ApplicationMove::Miss)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_missed_from_the_last_day_on() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let missed = |fair, application, today: &str| may_be_missed((fair, day("2026-03-22")), application, day(today));
        assert!(!missed(FairState::Running, ApplicationState::Ready, "2026-03-21"));
        assert!(missed(FairState::Running, ApplicationState::Ready, "2026-03-22"));
        assert!(missed(FairState::Closed, ApplicationState::BoothAllocated, "2026-03-23"));
        assert!(!missed(FairState::Closed, ApplicationState::CheckedIn, "2026-03-23"), "it was there");
        assert!(!missed(FairState::Settled, ApplicationState::Ready, "2026-03-23"));
    }
}
