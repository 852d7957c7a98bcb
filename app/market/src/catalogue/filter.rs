//! What a list of products is narrowed to, and in which order it stands.

use super::rules::{Availability, Making};
use super::types::Card;
use ground::money::Money;

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first; without a query the newest.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Cheapest first.
    Cheapest,
    /// Dearest first.
    Dearest,
}

impl Sort {
    /// All orders.
    pub const ALL: [Sort; 4] = [Sort::Relevance, Sort::Newest, Sort::Cheapest, Sort::Dearest];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Cheapest => "price",
            Sort::Dearest => "price_desc",
        }
    }

    /// The order of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Sort::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// What is searched, as typed.
    pub q: String,
    /// Craft code.
    pub craft: Option<String>,
    /// Region code.
    pub region: Option<String>,
    /// Municipality code.
    pub municipality: Option<String>,
    /// How it is made.
    pub making: Option<Making>,
    /// Availability.
    pub availability: Option<Availability>,
    /// Only of families with the quality mark.
    pub marked: bool,
    /// At least.
    pub price_min: Option<Money>,
    /// At most.
    pub price_max: Option<Money>,
    /// Order.
    pub sort: Sort,
    /// Where the page begins, see [`Found::next`].
    pub after: Option<Mark>,
}

/// Where a page begins: weight of the query in the title or the group, time or price, key.
pub type Mark = (i64, i64, i64);

/// One page of a list.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Cards in order.
    pub cards: Vec<Card>,
    /// Where the next page begins.
    pub next: Option<Mark>,
}
