//! What the rules of plans say no with.

use crate::texts::fairs;
use ground::error::{Problem, Reason};
use ground::money::Money;
use ground::t;

/// A fair has no days of a call.
pub const NO_CALL: Reason = Reason(fairs::no_call);
/// What families applied under stays.
pub const FIXED_NOW: Problem = Problem::of(fairs::fixed_now);
/// A call does not become shorter by being extended.
pub const NOT_LATER: Problem = Problem::of(fairs::not_later);

/// Somebody else wrote a bill since the form was opened; what stands there now.
pub fn spent_meanwhile(now: Money) -> Problem {
    Problem::with(|l| t!(l, fairs.spent_meanwhile, sum = now.to_string()))
}
