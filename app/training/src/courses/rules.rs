//! How much the forms of a course and of a cohort have room for.

/// Quotas that a cohort form has room for.
pub const QUOTAS: i64 = 4;
/// Municipalities whose families alone may sign up, as many as a cohort form has room for.
pub const ONLY: i64 = 3;
/// Questions that a cohort form has room for.
pub const QUESTIONS: i64 = 5;
/// Criteria that a cohort form has room for.
pub const CRITERIA: i64 = 5;

/// Modules that a course form has room for.
pub const MODULES: i64 = 8;
