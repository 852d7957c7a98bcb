//! What the rules of products say no with.

use super::types::Offer;
use crate::texts::{catalogue, common};
use ground::error::{Problem, Reason};
use ground::t;

/// A highest price below the lowest.
pub const BELOW_LEAST: Problem = Problem::of(catalogue::below_least);

/// An item of another craft than the one chosen.
pub const OTHER_CRAFT: Problem = Problem::of(catalogue::other_craft);

/// Something followed from what was published, so that it cannot be taken back.
pub const FOLLOWED: Reason = Reason(catalogue::followed);

/// As many products begun as a family may have.
pub const MANY_DRAFTS: Reason = Reason(catalogue::many_drafts);

/// As many photos that were never published as a family may have.
pub const MANY_PHOTOS: Problem = Problem::of(catalogue::many_photos);

/// A picture that could not be taken.
pub const NOT_TAKEN: Problem = Problem::of(catalogue::not_taken);

/// A picture that the phone could not read any more.
pub const UNREAD: Problem = Problem::of(common::file_unread);

/// Price or stock was saved from elsewhere after the page was opened.
pub fn offer_meanwhile(now: &Offer) -> Problem {
    let price = now.variants.iter().map(|variant| variant.price.to_string()).collect::<Vec<_>>().join(" · ");
    let stock: i64 = now.variants.iter().map(|variant| variant.stock).sum();
    Problem::with(|l| t!(l, catalogue.offer_meanwhile, price = price, stock = stock))
}
