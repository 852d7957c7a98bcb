//! What the rules of drawing say no with.

use crate::texts::fairs;
use ground::error::{Problem, Reason};
use ground::t;

/// Somebody has the booth.
pub const BOOTH_GIVEN: Reason = Reason(fairs::booth_given);
/// Reaches out of the hall.
pub const OUTSIDE_HALL: Problem = Problem::of(fairs::outside_hall);
/// Something stands there, drawn by somebody else a moment before.
pub const STANDS_THERE: Problem = Problem::of(fairs::no_room);

/// It meets another booth, by its number.
pub fn booths_meet(number: &str) -> Problem {
    Problem::with(|l| t!(l, fairs.booths_meet, number = number))
}
