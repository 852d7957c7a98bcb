//! What the rules of giving booths say no with.

use crate::texts::fairs;
use ground::error::Problem;

/// Somebody else has the booth then.
pub const BOOTH_TAKEN: Problem = Problem::of(fairs::booth_taken);
/// A booth without what is needed.
pub const BOOTH_UNFIT: Problem = Problem::of(fairs::booth_unfit);
