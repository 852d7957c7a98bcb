//! How many people came to see a fair, as its team counted them.

use crate::ddl;

ddl::migration! {
    /// One column; nothing where nobody counted.
    |manager| ddl::run(manager, "ALTER TABLE fair ADD COLUMN visitors BIGINT CHECK (visitors >= 0)").await
}
