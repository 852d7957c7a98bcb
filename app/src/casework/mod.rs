//! One case engine (ملف) for every subject: states, history, a clock of working days, assignment,
//! notes, and decisions with reason and number.
//!
//! The engine knows nothing of families or products; the desk applies a decision to its subject
//! in the same transaction.

mod acts;
mod clock;
mod colleagues;
mod entity;
mod pages;
mod reads;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::{Decided, NewCase, decide, object, open, recommend, resubmit, return_to_applicant, send_back, take};
pub use colleagues::{assign, flag, helped, note};
pub use pages::timeline;
pub use reads::{
    CaseView, EventRow, QueueFilter, QueueRow, case_for_staff, counts, mine, own_case, queue, reference_of, returned_fields,
    subject_in_scope,
};
pub use rules::{CaseKind, CaseState, Decision, Move, Outcome, ReasonCode, may, moves, policy};
