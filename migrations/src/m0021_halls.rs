//! The plan of a fair's hall: booths on a grid of metres, aisles, entrances, zones.

use crate::ddl;

const TABLES: &str = r"
CREATE TABLE hall (
    fair_id BIGINT PRIMARY KEY REFERENCES fair (id), width BIGINT NOT NULL CHECK (width BETWEEN 4 AND 100),
    height BIGINT NOT NULL CHECK (height BETWEEN 4 AND 100), picture_id BIGINT REFERENCES media (id)
)
;;
CREATE TABLE booth (
    id {id}, fair_id BIGINT NOT NULL REFERENCES hall (fair_id), number TEXT NOT NULL, kind TEXT NOT NULL,
    x BIGINT NOT NULL CHECK (x >= 0), y BIGINT NOT NULL CHECK (y >= 0),
    width BIGINT NOT NULL CHECK (width > 0), height BIGINT NOT NULL CHECK (height > 0),
    power BOOLEAN NOT NULL, water BOOLEAN NOT NULL, accessible BOOLEAN NOT NULL, blocked BOOLEAN NOT NULL,
    UNIQUE (fair_id, number)
)
;;
CREATE TABLE hall_part (
    id {id}, fair_id BIGINT NOT NULL REFERENCES hall (fair_id), kind TEXT NOT NULL, title TEXT NOT NULL, craft TEXT,
    x BIGINT NOT NULL CHECK (x >= 0), y BIGINT NOT NULL CHECK (y >= 0),
    width BIGINT NOT NULL CHECK (width > 0), height BIGINT NOT NULL CHECK (height > 0)
)
;;
CREATE INDEX hall_part_fair ON hall_part (fair_id)
";

/// No two booths share a square metre; both databases guard it themselves.
const ON_POSTGRES: &str = r"
ALTER TABLE booth ADD CONSTRAINT booths_apart EXCLUDE USING gist (
    int8range(fair_id, fair_id, '[]') WITH &&, int8range(x, x + width) WITH &&, int8range(y, y + height) WITH &&
)
";

const ON_SQLITE: &str = r"
CREATE TRIGGER booths_apart_insert BEFORE INSERT ON booth
WHEN EXISTS (
    SELECT 1 FROM booth WHERE fair_id = NEW.fair_id AND x < NEW.x + NEW.width AND NEW.x < x + width
    AND y < NEW.y + NEW.height AND NEW.y < y + height
)
BEGIN SELECT RAISE(ABORT, 'booths_apart'); END
;;
CREATE TRIGGER booths_apart_update BEFORE UPDATE OF x, y, width, height ON booth
WHEN EXISTS (
    SELECT 1 FROM booth WHERE id <> NEW.id AND fair_id = NEW.fair_id AND x < NEW.x + NEW.width AND NEW.x < x + width
    AND y < NEW.y + NEW.height AND NEW.y < y + height
)
BEGIN SELECT RAISE(ABORT, 'booths_apart'); END
";

ddl::migration! {
    /// Tables of halls.
    |manager| {
        ddl::run(manager, TABLES).await?;
        ddl::run_own(manager, ON_SQLITE, ON_POSTGRES).await
    }
}
