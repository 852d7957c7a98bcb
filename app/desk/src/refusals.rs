//! What the rules of the desk say no with.

use crate::texts::{desk, reference};
use ground::error::{Problem, Reason};

/// Not small Latin letters and digits.
pub const NOT_A_CODE: Problem = Problem::of(reference::not_a_code);
/// Not an address of a network.
pub const NOT_AN_ADDRESS: Problem = Problem::of(reference::not_an_address);
/// Not a CSV file; most often a workbook.
pub const NOT_A_TABLE: Problem = Problem::of(desk::not_a_table);
/// Nobody is licensed before identities were compared with their papers.
pub const NOT_COMPARED: Problem = Problem::of(desk::not_compared);
/// A colleague has the file in hand.
pub const WITH_COLLEAGUE: Reason = Reason(desk::with_colleague);
/// Who began an import does not release it.
pub const OWN_IMPORT: Reason = Reason(desk::own_import);
/// A family that has not left has answers to give.
pub const LEAVE_FIRST: Reason = Reason(crate::texts::home::erase_leave_first);
