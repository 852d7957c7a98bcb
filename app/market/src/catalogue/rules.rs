//! States of a product and its versions, and what a product must say.

use super::refusals;
use ground::changes::Kind;
use ground::codes;
use ground::error::{FieldErrors, Problem};
use ground::form::Form;
use ground::money::Money;
use ground::states::States;
use ground::t;
use ground::texts::Locale;

/// Which products a family has on the market, by the family's key: a new one is none of those that its page shows.
pub const STOREFRONT: Kind = Kind::new("storefront");

codes! {
    /// Where a product stands.
    ProductState {
        /// Being written.
        Draft = "draft",
        /// Its first version waits for the Authority.
        InReview = "in_review",
        /// Its first version came back, to be changed.
        Returned = "returned",
        /// On the market.
        Published = "published",
        /// Taken off for a while by the family.
        Paused = "paused",
        /// Taken off by the Authority after a report; back only with a version that it approves.
        Suspended = "suspended",
        /// Taken off for good.
        Retired = "retired",
        /// Its first version was refused.
        Refused = "refused",
    }
}

codes! {
    /// Where a version stands.
    VersionState {
        /// Being written.
        Draft = "draft",
        /// Waits for the Authority.
        InReview = "in_review",
        /// Came back.
        Returned = "returned",
        /// Shown.
        Live = "live",
        /// Was shown.
        Superseded = "superseded",
        /// Refused.
        Refused = "refused",
    }
}

codes! {
    /// How it is made; the price follows it.
    Making {
        /// يدوي كامل.
        Hand = "hand",
        /// نصف يدوي.
        Half = "half",
        /// آلي.
        Machine = "machine",
    }
}

codes! {
    /// Whether it is there or is made when ordered.
    Availability {
        /// Pieces are there.
        InStock = "in_stock",
        /// Made when ordered, within lead days.
        MadeToOrder = "made_to_order",
    }
}

codes! {
    /// Why a listing is reported.
    ReportReason {
        /// May not be sold.
        Prohibited = "prohibited",
        /// Photos or text do not show the thing.
        Misleading = "misleading",
        /// The photo is somebody else's.
        StolenPhoto = "stolen_photo",
        /// May harm who eats it.
        UnsafeFood = "unsafe_food",
        /// The words say it.
        Other = "other",
        /// An officer who looked at what a trusted family had published.
        Sample = "sample",
    }
}

impl ReportReason {
    /// What anybody chooses from.
    pub const OFFERED: [Self; 5] = [Self::Prohibited, Self::Misleading, Self::StolenPhoto, Self::UnsafeFood, Self::Other];

    /// It in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            Self::Prohibited => t!(l, catalogue.report_prohibited),
            Self::Misleading => t!(l, catalogue.report_misleading),
            Self::StolenPhoto => t!(l, catalogue.report_stolen_photo),
            Self::UnsafeFood => t!(l, catalogue.report_unsafe_food),
            Self::Other => t!(l, catalogue.report_other),
            Self::Sample => t!(l, catalogue.report_sample),
        }
    }
}

/// What happens to a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProductMove {
    /// The family sends its first version.
    Send,
    /// The Authority returns it.
    Return,
    /// The family takes back what it has sent.
    Withdraw,
    /// It is published.
    Publish,
    /// The Authority refuses its first version.
    Refuse,
    /// The family takes it off for a while.
    Pause,
    /// The Authority takes it off after a report.
    Suspend,
    /// The family puts it back.
    Resume,
    /// The family or the Authority takes it off for good.
    Retire,
    /// The Authority takes its return back: it is reviewed as it was sent.
    CallBack,
    /// The Authority takes back that it published its first version.
    TakeBack,
    /// The Authority takes back that it published a version: the one before is shown again.
    Restore,
}

/// A published or paused product keeps its state while a new version is reviewed.
impl States for ProductState {
    type Move = ProductMove;
    const FIRST: Self = ProductState::Draft;

    fn after(self, by: ProductMove) -> Option<Self> {
        use ProductMove as M;
        use ProductState as S;
        match (self, by) {
            (S::Draft | S::Returned, M::Send) => Some(S::InReview),
            (S::Published | S::Paused, M::Send | M::Return | M::Withdraw | M::Refuse | M::Publish) => Some(self),
            // What was taken down comes back with a version that the Authority has approved.
            (S::Suspended, M::Send | M::Return | M::Withdraw | M::Refuse) => Some(self),
            (S::Suspended, M::Publish) => Some(S::Published),
            (S::InReview, M::Return) => Some(S::Returned),
            (S::InReview, M::Withdraw) => Some(S::Draft),
            (S::InReview | S::Refused, M::Publish) => Some(S::Published),
            (S::InReview, M::Refuse) => Some(S::Refused),
            (S::Published, M::Pause) => Some(S::Paused),
            (S::Published | S::Paused, M::Suspend) => Some(S::Suspended),
            (S::Paused, M::Resume) => Some(S::Published),
            (S::Draft | S::Returned | S::Published | S::Paused | S::Suspended | S::Refused, M::Retire) => Some(S::Retired),
            (S::Returned, M::CallBack) => Some(S::InReview),
            (S::Published | S::Paused | S::Suspended, M::CallBack) => Some(self),
            (S::Published | S::Paused, M::TakeBack) => Some(S::InReview),
            (S::Published | S::Paused, M::Restore) => Some(self),
            _ => None,
        }
    }
}

/// What happens to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionMove {
    /// The family sends it.
    Send,
    /// The Authority returns it.
    Return,
    /// The family takes it back, to change it.
    Withdraw,
    /// The Authority refuses it.
    Refuse,
    /// It is published, also by an objection to its refusal.
    Publish,
    /// Another one is published in its place.
    Supersede,
    /// The Authority takes its return back.
    CallBack,
    /// The Authority takes back that it published it.
    TakeBack,
    /// What was published in its place was taken back.
    Restore,
}

impl States for VersionState {
    type Move = VersionMove;
    const FIRST: Self = VersionState::Draft;

    fn after(self, by: VersionMove) -> Option<Self> {
        use VersionMove as M;
        use VersionState as S;
        match (self, by) {
            (S::Draft | S::Returned, M::Send) => Some(S::InReview),
            (S::InReview, M::Return) => Some(S::Returned),
            (S::InReview, M::Withdraw) => Some(S::Draft),
            (S::InReview, M::Refuse) => Some(S::Refused),
            // Only what was sent is ever shown.
            (S::InReview | S::Refused, M::Publish) => Some(S::Live),
            (S::Live, M::Supersede) => Some(S::Superseded),
            (S::Returned, M::CallBack) => Some(S::InReview),
            (S::Live, M::TakeBack) => Some(S::InReview),
            (S::Superseded, M::Restore) => Some(S::Live),
            _ => None,
        }
    }
}

/// Letters that a title has at least.
pub const LEAST_OF_TITLE: usize = 3;
/// Letters of a title.
pub const MOST_OF_TITLE: usize = 100;
/// Letters that a description has at least.
pub const LEAST_OF_DESCRIPTION: usize = 10;
/// Letters of a description.
pub const MOST_OF_DESCRIPTION: usize = 3_000;
/// Letters of what a product is made of.
pub const MOST_OF_MATERIAL: usize = 120;

/// Photos a product can have.
pub const MOST_PHOTOS: usize = 8;
/// Products of a family that are begun and not sent, at a time.
pub const MOST_DRAFTS: u64 = 30;
/// Photos of a family that were never published, at a time.
pub const MOST_UNPUBLISHED: u64 = 300;
/// Variants a product can have.
pub const MOST_VARIANTS: usize = 12;
/// Longest lead time, in days.
pub const MOST_LEAD_DAYS: i64 = 120;

impl ProductState {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            ProductState::Draft => t!(l, catalogue.state_draft),
            ProductState::InReview => t!(l, catalogue.state_in_review),
            ProductState::Returned => t!(l, catalogue.state_returned),
            ProductState::Published => t!(l, catalogue.state_published),
            ProductState::Paused => t!(l, catalogue.state_paused),
            ProductState::Suspended => t!(l, catalogue.state_suspended),
            ProductState::Retired => t!(l, catalogue.state_retired),
            ProductState::Refused => t!(l, catalogue.state_refused),
        }
    }
}

impl VersionState {
    /// Whether the family may change it.
    pub fn open(self) -> bool {
        matches!(self, VersionState::Draft | VersionState::Returned)
    }
}

impl Making {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            Making::Hand => t!(l, catalogue.making_hand),
            Making::Half => t!(l, catalogue.making_half),
            Making::Machine => t!(l, catalogue.making_machine),
        }
    }
}

impl Availability {
    /// Whether nothing of it can be had now.
    pub fn sold_out(self, stock: i64) -> bool {
        self == Availability::InStock && stock <= 0
    }

    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            Availability::InStock => t!(l, catalogue.in_stock),
            Availability::MadeToOrder => t!(l, catalogue.made_to_order),
        }
    }
}

/// What is wrong with the prices of a filter; the products are shown without them.
pub(super) fn price_problems(query: &Form) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let mut read = |name: &str| match query.get(name) {
        "" => None,
        typed => Money::parse_price(typed).map_err(|problem| errors.add(name, Problem::Price(problem))).ok(),
    };
    if let (Some(least), Some(most)) = (read("price_min"), read("price_max"))
        && most < least
    {
        errors.add("price_max", refusals::BELOW_LEAST);
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every state × move pair.
    #[test]
    fn products_move_by_the_table_only() {
        use ProductMove as M;
        use ProductState as S;
        let allowed = [
            (S::Draft, M::Send, S::InReview),
            (S::Returned, M::Send, S::InReview),
            (S::InReview, M::Return, S::Returned),
            (S::InReview, M::Withdraw, S::Draft),
            (S::Published, M::Withdraw, S::Published),
            (S::Paused, M::Withdraw, S::Paused),
            (S::Suspended, M::Withdraw, S::Suspended),
            (S::InReview, M::Publish, S::Published),
            (S::Refused, M::Publish, S::Published),
            (S::InReview, M::Refuse, S::Refused),
            (S::Published, M::Pause, S::Paused),
            (S::Published, M::Suspend, S::Suspended),
            (S::Paused, M::Suspend, S::Suspended),
            (S::Suspended, M::Retire, S::Retired),
            (S::Suspended, M::Send, S::Suspended),
            (S::Suspended, M::Return, S::Suspended),
            (S::Suspended, M::Refuse, S::Suspended),
            (S::Suspended, M::Publish, S::Published),
            (S::Paused, M::Resume, S::Published),
            (S::Draft, M::Retire, S::Retired),
            (S::Returned, M::Retire, S::Retired),
            (S::Published, M::Retire, S::Retired),
            (S::Paused, M::Retire, S::Retired),
            (S::Refused, M::Retire, S::Retired),
            // A live page stays as it is while a new version is sent, returned, refused or published.
            (S::Published, M::Send, S::Published),
            (S::Published, M::Return, S::Published),
            (S::Published, M::Refuse, S::Published),
            (S::Published, M::Publish, S::Published),
            (S::Paused, M::Send, S::Paused),
            (S::Paused, M::Return, S::Paused),
            (S::Paused, M::Refuse, S::Paused),
            (S::Paused, M::Publish, S::Paused),
            (S::Returned, M::CallBack, S::InReview),
            (S::Published, M::CallBack, S::Published),
            (S::Paused, M::CallBack, S::Paused),
            (S::Suspended, M::CallBack, S::Suspended),
            (S::Published, M::TakeBack, S::InReview),
            (S::Paused, M::TakeBack, S::InReview),
            (S::Published, M::Restore, S::Published),
            (S::Paused, M::Restore, S::Paused),
        ];
        for state in ProductState::ALL {
            let moves = [M::Send, M::Return, M::Withdraw, M::Publish, M::Refuse, M::Pause, M::Suspend, M::Resume, M::Retire];
            for by in moves.into_iter().chain([M::CallBack, M::TakeBack, M::Restore]) {
                let expected = allowed.iter().find(|(from, how, _)| from == state && *how == by).map(|(_, _, to)| *to);
                assert_eq!(state.after(by), expected, "{state:?} {by:?}");
            }
        }
    }

    #[test]
    fn versions_move_by_the_table_only() {
        use VersionMove as M;
        use VersionState as S;
        let allowed = [
            (S::Draft, M::Send, S::InReview),
            (S::Returned, M::Send, S::InReview),
            (S::InReview, M::Return, S::Returned),
            (S::InReview, M::Withdraw, S::Draft),
            (S::InReview, M::Refuse, S::Refused),
            (S::InReview, M::Publish, S::Live),
            (S::Refused, M::Publish, S::Live),
            (S::Live, M::Supersede, S::Superseded),
            (S::Returned, M::CallBack, S::InReview),
            (S::Live, M::TakeBack, S::InReview),
            (S::Superseded, M::Restore, S::Live),
        ];
        for state in VersionState::ALL {
            for by in [M::Send, M::Return, M::Withdraw, M::Refuse, M::Publish, M::Supersede, M::CallBack, M::TakeBack, M::Restore] {
                let expected = allowed.iter().find(|(from, how, _)| from == state && *how == by).map(|(_, _, to)| *to);
                assert_eq!(state.after(by), expected, "{state:?} {by:?}");
            }
        }
    }
}
