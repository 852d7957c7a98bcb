//! What the rules of a selection say no with.

use crate::texts::fairs;
use ground::error::Reason;

/// Somebody who applied was not looked at yet.
pub const NOT_SCREENED: Reason = Reason(fairs::not_screened);
/// An application has too few scores.
pub const NOT_SCORED: Reason = Reason(fairs::not_scored);
/// There is no proposal to decide on.
pub const NO_PROPOSAL: Reason = Reason(fairs::no_proposal);
/// The fair has begun.
pub const FAIR_BEGUN: Reason = Reason(fairs::fair_begun);
