//! Until which day a family was reminded to have done what is left to do before a fair.

use crate::ddl;

ddl::migration! {
    /// One column.
    |manager| ddl::run(manager, "ALTER TABLE fair_application ADD COLUMN reminded_of TEXT").await
}
