//! What the rules of reference data and of imports say no with.

use crate::texts::{desk, reference};
use ground::error::{Problem, Reason};

/// Not small Latin letters and digits.
pub const NOT_A_CODE: Problem = Problem::of(reference::not_a_code);
/// Not a CSV file; most often a workbook.
pub const NOT_A_TABLE: Problem = Problem::of(desk::not_a_table);
/// A family that has not left has answers to give.
pub const LEAVE_FIRST: Reason = Reason(crate::texts::home::erase_leave_first);
