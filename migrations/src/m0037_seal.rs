//! With which keys the database is sealed.

use crate::ddl;

const SQL: &str = "CREATE TABLE seal_key (position BIGINT PRIMARY KEY, proof TEXT NOT NULL)";

ddl::migration! {
    /// A table of proofs, from which no key can be found. Values are sealed when the program starts, as a migration has no key. A version
    /// before this one does not know a recovery code that was sealed, nor that a trainee has signed up already.
    |manager| ddl::run(manager, SQL).await
}
