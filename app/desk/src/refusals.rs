//! What the rules of reference data say no with.

use crate::texts::reference;
use ground::error::Problem;

/// Not small Latin letters and digits.
pub const NOT_A_CODE: Problem = Problem::of(reference::not_a_code);
