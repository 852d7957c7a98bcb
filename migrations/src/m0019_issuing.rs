//! Certificates issued one by one by the worker, and the mark of a course's partner.

use crate::ddl;

const TABLES: &str = r"
CREATE TABLE issuing (
    cohort_id BIGINT PRIMARY KEY REFERENCES cohort (id), state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    begun_by BIGINT NOT NULL REFERENCES person (id), total BIGINT NOT NULL, issued BIGINT NOT NULL CHECK (issued <= total),
    incident TEXT NOT NULL DEFAULT '', changed_at {at} NOT NULL
)
;;
ALTER TABLE course ADD COLUMN partner_logo_id BIGINT REFERENCES media (id)
";

ddl::migration! {
    /// Progress of issuing, and a column for the logo.
    |manager| ddl::run(manager, TABLES).await
}
