//! The desk: the queue of cases, a case on one page, decisions applied to their subjects, the register of families,
//! reference data, people and roles, the audit trail, mails that could not be sent.

pub mod acts;
pub mod backs;
mod entity;
pub mod home;
pub mod import;
pub mod minutes;
mod pages;
pub mod phrases;
mod posts;
mod refusals;
pub mod retention;
mod routes;
pub mod row_problem;
pub mod trail;
pub mod types;

pub use acts::{daily, decide, leave, recommend, return_to_applicant, verify_identity};
pub use import::{
    Import, RELEASERS, begin_import, confirm_import, end_import, import_job, import_jobs, import_progress, lay_down_import, may_release,
    spent_imports, start_import,
};
pub use minutes::sign_minute;
pub use pages::{
    HowRead, ImportError, ImportResult, ImportWarning, how_read, import_failed, import_form, import_result, import_running, register_lines,
    trail_cells, trail_columns,
};
pub use posts::case_with;
pub use refusals::{LEAVE_FIRST, NOT_A_TABLE, OWN_IMPORT};
pub use retention::erase_spent;
pub use routes::entries;
pub use row_problem::{RowProblem, RowWarning};
pub use trail::{filter_of as trail_filter, trail};
pub use types::{CheckedFiles, Job, JobMove, JobState, case_path, register_filter};

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::fairs::texts::*;
}
