//! Who has which booth, and when in the day.

use crate::ddl;

/// `half_from` and `half_to` say which halves of the day: 0–2 the whole day, 0–1 the first, 1–2 the second. A booth is never
/// given twice for the same half, and a family has one booth; both databases guard it themselves. A saved allocation is a
/// proposal until it is taken over.
const TABLES: &str = r"
CREATE TABLE stand (
    application_id BIGINT PRIMARY KEY REFERENCES fair_application (id), booth_id BIGINT NOT NULL REFERENCES booth (id),
    half_from BIGINT NOT NULL CHECK (half_from BETWEEN 0 AND 1), half_to BIGINT NOT NULL CHECK (half_to BETWEEN 1 AND 2),
    by_hand BOOLEAN NOT NULL, CHECK (half_from < half_to)
)
;;
CREATE INDEX stand_booth ON stand (booth_id)
;;
CREATE TABLE allocation (
    fair_id BIGINT PRIMARY KEY REFERENCES fair (id), seed TEXT NOT NULL, score BIGINT NOT NULL, left_out BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES person (id), at {at} NOT NULL
)
";

const ON_POSTGRES: &str = r"
ALTER TABLE stand ADD CONSTRAINT stands_apart EXCLUDE USING gist (
    int8range(booth_id, booth_id, '[]') WITH &&, int8range(half_from, half_to) WITH &&
)
";

const ON_SQLITE: &str = r"
CREATE TRIGGER stands_apart_insert BEFORE INSERT ON stand
WHEN EXISTS (SELECT 1 FROM stand WHERE booth_id = NEW.booth_id AND half_from < NEW.half_to AND NEW.half_from < half_to)
BEGIN SELECT RAISE(ABORT, 'stands_apart'); END
;;
CREATE TRIGGER stands_apart_update BEFORE UPDATE ON stand
WHEN EXISTS (
    SELECT 1 FROM stand WHERE application_id <> NEW.application_id AND booth_id = NEW.booth_id
    AND half_from < NEW.half_to AND NEW.half_from < half_to
)
BEGIN SELECT RAISE(ABORT, 'stands_apart'); END
";

ddl::migration! {
    /// Tables of stands.
    |manager| {
        ddl::run(manager, TABLES).await?;
        ddl::run_own(manager, ON_SQLITE, ON_POSTGRES).await
    }
}
