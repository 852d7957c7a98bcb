//! One case engine (ملف) for every subject: states, history, a clock of working days, assignment,
//! notes, and decisions with reason and number.
//!
//! The engine knows nothing of families or products; the desk applies a decision to its subject
//! in the same transaction.

pub mod acts;
pub mod backs;
pub mod clock;
pub mod colleagues;
pub mod decisions;
pub mod digest;
mod documents;
pub mod entity;
pub mod notices;
pub mod objections;
mod pages;
pub mod queue;
pub mod reads;
pub mod records;
mod refusals;
pub mod rules;
mod screening;
pub mod words;

pub use acts::{NewCase, open, recommend, resubmit, return_to_applicant, send_back, take};
pub use backs::{TakenBack, UNDO_MINUTES, ask_back, call_back, keep, recall, stands_taken_back, take_back, undo};
pub use colleagues::{
    assign, count_days_anew, discard_documents, flag, forget, give_applicant, helped, move_cases, note, say_uncompared, uncompared,
    version_gone, withdraw, withdraw_about,
};
pub use decisions::{Decided, decide};
pub use digest::daily;
pub use documents::{DocumentRow, add_document, document_in_scope, documents, may_add_document};
pub use notices::Notice;
pub use objections::{Objected, last_approved, object, objection_open, objections_to};
pub use pages::{object_form, objected, timeline};
pub use queue::{OtherWork, QUEUE_ROWS, QueueCounts, QueueFilter, QueueOrder, QueueRow, SOON_DAYS, counts, next_of, queue, rows_of};
pub use reads::{
    CaseView, EventRow, case_for_staff, case_for_work, done_already, mine, numbered, of_subjects, own_case, own_words, reference_of,
    returned_fields, said_of, subject_in_scope,
};
pub use records::{ProductRecord, decided_products, product_records};
pub use refusals::{ASKED_BACK, DECIDED_BEFORE, OBJECTION_TOO_LATE, OWN_CASE, RECOMMENDED, UNDO_TOO_LATE};
pub use rules::{
    CaseKind, CaseState, Decision, EventAct, Move, Outcome, ReasonCode, Round, adverse, backs, last_day_to_object, may, may_ask_back,
    may_be_given, moves, policy,
};
pub use screening::Finding;
