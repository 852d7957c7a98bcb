//! How many of each product a family packed for a fair; nothing said is none.

use crate::ddl;

ddl::migration! {
    /// One column.
    |manager| ddl::run(manager, "ALTER TABLE fair_product ADD COLUMN packed BIGINT NOT NULL DEFAULT 0 CHECK (packed >= 0)").await
}
