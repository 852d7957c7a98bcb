//! Who counted the votes of a sitting has a hand in what comes of it.

use crate::ddl;

ddl::migration! {
    /// One column.
    |manager| ddl::run(manager, "ALTER TABLE sitting ADD COLUMN counted_by BIGINT REFERENCES person (id)").await
}
