//! Addresses to which no mail goes any more.

use crate::ddl;

const SQL: &str = "
ALTER TABLE person ADD COLUMN email_refused_at {at}
;;
CREATE INDEX person_refused ON person (email) WHERE email_refused_at IS NOT NULL
";

ddl::migration! {
    /// One column, and an index by which each mail that arrives is looked up.
    |manager| ddl::run(manager, SQL).await
}
