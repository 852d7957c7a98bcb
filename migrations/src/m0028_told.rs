//! What is kept of a fair: files of its plan, its photos, and what people say of it.

use crate::ddl;

/// Ratings are counters and words bear a random key: nothing says whose they are. That a family answered is a mark without a time.
const TABLES: &str = r"
CREATE TABLE fair_file (
    id {id}, fair_id BIGINT NOT NULL REFERENCES fair (id), media_id BIGINT NOT NULL UNIQUE REFERENCES media (id), name TEXT NOT NULL,
    by_id BIGINT NOT NULL REFERENCES person (id), at {at} NOT NULL
)
;;
CREATE INDEX fair_file_of ON fair_file (fair_id)
;;
CREATE TABLE fair_photo (
    id {id}, fair_id BIGINT NOT NULL REFERENCES fair (id), media_id BIGINT NOT NULL REFERENCES media (id), alt TEXT NOT NULL
)
;;
CREATE INDEX fair_photo_of ON fair_photo (fair_id)
;;
CREATE TABLE fair_rating (
    fair_id BIGINT NOT NULL REFERENCES fair (id), side TEXT NOT NULL CHECK (side IN ('family', 'visitor')), question TEXT NOT NULL,
    rating BIGINT NOT NULL CHECK (rating BETWEEN 1 AND 5), people BIGINT NOT NULL CHECK (people > 0),
    PRIMARY KEY (fair_id, side, question, rating)
)
;;
CREATE TABLE fair_words (
    id TEXT PRIMARY KEY, fair_id BIGINT NOT NULL REFERENCES fair (id), side TEXT NOT NULL CHECK (side IN ('family', 'visitor')),
    words TEXT NOT NULL
)
;;
CREATE INDEX fair_words_of ON fair_words (fair_id)
;;
ALTER TABLE fair_application ADD COLUMN gave_feedback BOOLEAN NOT NULL DEFAULT FALSE
";

ddl::migration! {
    /// Tables of files, photos and feedback.
    |manager| ddl::run(manager, TABLES).await
}
