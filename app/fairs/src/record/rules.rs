//! Who says how a fair was, what is asked, and from when until when.

use chrono::{Days, NaiveDate};

use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::{Application, Fair};
use ground::texts::Locale;
use ground::ui::Scale;
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
            Side::Family => ["organised", "booth", "sales", "anew"],
            Side::Visitor => ["products", "prices", "order", "anew"],
        }
    }

    /// What is asked, with how it is answered. Until November 2026 whether somebody comes again was asked as `again` and answered from
    /// «excellent» to «very bad», which says nothing.
    pub fn asked(self) -> [(&'static str, Scale); ASKED] {
        self.questions().map(|code| (code, if code == "anew" { Scale::Whether } else { Scale::How }))
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

/// Days after a fair in which people say how it was.
pub const SAID_DAYS: u64 = 14;

/// Fewer families than these are not told apart from one another.
pub const FEW: i64 = 5;

/// Whether nobody says any more how a fair was.
pub fn closed(fair: &Fair, today: NaiveDate) -> bool {
    fair.ends_on.checked_add_days(Days::new(SAID_DAYS)).is_none_or(|last| last < today)
}

/// Whether visitors say how it is: from its first day.
pub fn open_to_visitors(fair: &Fair, today: NaiveDate) -> bool {
    let held = matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed | FairState::Settled);
    held && fair.starts_on <= today && !closed(fair, today)
}

/// Whether a family that was there says how it was: from its last day.
pub fn open_to(fair: &Fair, application: &Application, today: NaiveDate) -> bool {
    let was_there = matches!(application.state, ApplicationState::CheckedIn | ApplicationState::ClosedOut);
    was_there && !application.gave_feedback && fair.ends_on <= today && !closed(fair, today)
}
