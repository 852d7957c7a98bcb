//! Who is ready for a fair, and how goods in custody were counted.

use crate::ddl;

/// `fair_counted` says who counted what when; `before` is what was counted until then.
const TABLES: &str = r"
CREATE TABLE fair_tick (
    application_id BIGINT NOT NULL REFERENCES fair_application (id), item TEXT NOT NULL, PRIMARY KEY (application_id, item)
)
;;
CREATE TABLE fair_counted (
    id {id}, application_id BIGINT NOT NULL REFERENCES fair_application (id), product_id BIGINT NOT NULL REFERENCES product (id),
    what TEXT NOT NULL CHECK (what IN ('brought', 'sold', 'returned', 'damaged')), before BIGINT NOT NULL CHECK (before >= 0),
    n BIGINT NOT NULL CHECK (n > 0), by_id BIGINT NOT NULL REFERENCES person (id), at {at} NOT NULL
)
;;
CREATE INDEX fair_counted_of ON fair_counted (application_id, product_id)
";

ddl::migration! {
    /// Tables of getting ready.
    |manager| ddl::run(manager, TABLES).await
}
