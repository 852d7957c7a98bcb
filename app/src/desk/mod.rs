//! The desk: the queue of cases, a case on one page, decisions applied to their subjects, the register of families,
//! reference data, people and roles, the audit trail, mails that could not be sent.

mod acts;
mod import;
mod pages;
mod posts;
mod reference;
mod register;
mod staff;
#[cfg(test)]
mod tests;

use crate::route::Entry;

pub use acts::{daily, decide, leave, return_to_applicant};
pub use import::{Job, JobState, begin_import, confirm_import, end_import, import_job, import_jobs, import_progress, start_import};
pub use pages::{ImportError, ImportResult, import_failed, import_form, import_result, import_running};
pub use posts::case_with;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    [posts::entries(), register::entries(), reference::entries(), staff::entries()].into_iter().flatten().collect()
}
