//! The secret address under which a person's calendar is fetched by a calendar program.

use crate::ddl;

/// The address is shown again whenever its owner asks, so it is stored as it is; it opens nothing but times of lessons.
const TABLE: &str = r"
CREATE TABLE calendar_link (
    person_id BIGINT PRIMARY KEY REFERENCES person (id), secret TEXT NOT NULL UNIQUE, created_at {at} NOT NULL
)
";

ddl::migration! {
    /// Its table.
    |manager| ddl::run(manager, TABLE).await
}
