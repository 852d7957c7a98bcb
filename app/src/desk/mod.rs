//! The desk: the queue of cases, a case on one page, decisions applied to their subjects, people and
//! roles, the audit trail, mails that could not be sent.

mod acts;
mod pages;
mod posts;

pub use acts::{decide, return_to_applicant};
pub use pages::{ImportError, ImportResult, import_form, import_result};
pub use posts::entries;
