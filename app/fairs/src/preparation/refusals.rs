//! What the rules of getting ready and of journeys say no with.

use crate::texts::fairs;
use ground::error::{Problem, Reason};

/// Somebody has a place in the bus or the room.
pub const RIDE_TAKEN: Reason = Reason(fairs::ride_taken);
/// The bus or the room is full.
pub const RIDE_FULL: Problem = Problem::of(fairs::ride_full);
/// Families were reminded today.
pub const REMINDED_TODAY: Reason = Reason(fairs::reminded_today);
