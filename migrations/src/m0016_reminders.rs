//! Which reminders of a cohort were sent.

use crate::ddl;

/// `days` before the first one. The key makes each reminder one, however many workers there are.
const TABLE: &str = r"
CREATE TABLE cohort_reminder (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), days BIGINT NOT NULL, PRIMARY KEY (cohort_id, days)
)
";

ddl::migration! {
    /// Its table.
    |manager| ddl::run(manager, TABLE).await
}
