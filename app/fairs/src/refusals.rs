//! What rules of several sub-areas say no with.

use crate::texts::fairs;
use ground::error::{Problem, Reason};

/// There is no room for it there: something else stands there, or it is outside the hall.
pub const NO_ROOM: Reason = Reason(fairs::no_room);
/// Families do not apply for the fair now.
pub const CALL_OVER: Reason = Reason(fairs::call_is_over);
/// It has to be before the first day of the fair.
pub const BEFORE_FAIR: Problem = Problem::of(fairs::before_fair);
