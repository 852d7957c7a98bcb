//! Points of the audit trail that are sealed with a key from outside the database.

use crate::ddl;

const SQL: &str = "
CREATE TABLE audit_checkpoint (
    number BIGINT PRIMARY KEY, audit_id BIGINT NOT NULL, at {at} NOT NULL, hash TEXT NOT NULL, seal TEXT NOT NULL
)
";

ddl::migration! {
    /// A table. It points to the trail without a foreign key: it has to stay when somebody erases the trail.
    |manager| ddl::run(manager, SQL).await
}
