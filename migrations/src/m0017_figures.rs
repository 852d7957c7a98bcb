//! What a cohort cost, and the field that a course belongs to.

use crate::ddl;

/// `spent` is in dirhams.
const COLUMNS: &str = r"
ALTER TABLE cohort ADD COLUMN spent BIGINT NOT NULL DEFAULT 0
;;
ALTER TABLE course ADD COLUMN field TEXT NOT NULL DEFAULT 'quality'
";

ddl::migration! {
    /// Its columns.
    |manager| ddl::run(manager, COLUMNS).await
}
