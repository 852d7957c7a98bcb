//! What the rules of applications say no with.

use crate::texts::fairs;
use ground::error::{Problem, Reason};

/// The family has no quality mark.
pub const NOT_MARKED: Reason = Reason(fairs::not_marked);
/// Accounts of an earlier fair are open.
pub const UNSETTLED: Reason = Reason(fairs::unsettled);
/// A passport that ends too soon for the journey.
pub const PASSPORT_ENDS: Problem = Problem::of(fairs::passport_ends);
