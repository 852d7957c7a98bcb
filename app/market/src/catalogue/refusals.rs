//! What the rules of products say no with.

use crate::texts::catalogue;
use ground::error::Problem;

/// A highest price below the lowest.
pub const BELOW_LEAST: Problem = Problem::of(catalogue::below_least);

/// An item of another craft than the one chosen.
pub const OTHER_CRAFT: Problem = Problem::of(catalogue::other_craft);

/// A picture that could not be taken.
pub const NOT_TAKEN: Problem = Problem::of(catalogue::not_taken);
