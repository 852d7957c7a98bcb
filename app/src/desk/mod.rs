//! The desk: the queue of cases, a case on one page, decisions applied to their subjects, the register of families,
//! reference data, people and roles, the audit trail, mails that could not be sent.

#[cfg(feature = "ssr")]
mod acts;
#[cfg(feature = "ssr")]
mod import;
mod islands;
#[cfg(feature = "ssr")]
mod minutes;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod posts;
#[cfg(feature = "ssr")]
mod reference;
#[cfg(feature = "ssr")]
mod register;
#[cfg(feature = "ssr")]
mod row_problem;
#[cfg(feature = "ssr")]
mod staff;
#[cfg(all(test, feature = "ssr"))]
mod tests;

#[cfg(feature = "ssr")]
pub use acts::{daily, decide, leave, return_to_applicant};
#[cfg(feature = "ssr")]
pub use import::{
    Job, JobState, begin_import, confirm_import, end_import, import_job, import_jobs, import_progress, lay_down_import, spent_imports,
    start_import,
};
pub use islands::QueueKeys;
#[cfg(feature = "ssr")]
pub use minutes::sign_minute;
#[cfg(feature = "ssr")]
pub use pages::{ImportError, ImportResult, import_failed, import_form, import_result, import_running};
#[cfg(feature = "ssr")]
pub use posts::case_with;
#[cfg(feature = "ssr")]
pub use row_problem::RowProblem;

/// Lines of the URL table.
#[cfg(feature = "ssr")]
pub fn entries() -> Vec<crate::route::Entry> {
    [posts::entries(), register::entries(), reference::entries(), staff::entries(), minutes::entries()].into_iter().flatten().collect()
}
