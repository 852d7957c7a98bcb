//! Days are days and times are times.

use crate::constraints::{self, Column};
use crate::ddl;

const COLUMNS: &[Column] = &[
    Column::Day("holiday", "day"),
    Column::Day("casefile", "due_on"),
    Column::Day("sitting", "held_on"),
    Column::Day("family", "licence_expires_on"),
    Column::Day("family", "marked_until"),
    Column::Day("family", "reminded_of"),
    Column::Day("product_version", "permit_expires_on"),
    Column::Day("cohort", "starts_on"),
    Column::Day("cohort", "ends_on"),
    Column::Day("cohort", "opens_on"),
    Column::Day("cohort", "closes_on"),
    Column::Day("cohort", "closed_on"),
    Column::Day("cohort", "spill_on"),
    Column::Day("lesson", "day"),
    Column::Time("lesson", "begins"),
    Column::Time("lesson", "ends"),
    Column::Day("enrolment", "answer_by"),
    Column::Day("certificate", "issued_on"),
    Column::Day("certificate", "expires_on"),
    Column::Day("fair", "starts_on"),
    Column::Day("fair", "ends_on"),
    Column::Time("fair", "opens_at"),
    Column::Time("fair", "closes_at"),
    Column::Day("fair", "call_opens_on"),
    Column::Day("fair", "call_closes_on"),
    Column::Day("fair", "published_on"),
    Column::Day("fair_application", "passport_until"),
    Column::Day("fair_application", "answer_by"),
    Column::Day("fair_application", "reminded_of"),
    Column::Day("fair_day", "day"),
];

ddl::migration! {
    /// Columns that held them as texts.
    |manager| constraints::days_and_times(manager, COLUMNS).await
}
