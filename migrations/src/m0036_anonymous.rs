//! What people say without their name is kept in no order but that of its random keys.

use crate::ddl;

const SQLITE: &str = "
CREATE TABLE mixed_feedback_count (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), question TEXT NOT NULL, rating BIGINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
    people BIGINT NOT NULL, PRIMARY KEY (cohort_id, question, rating)
) WITHOUT ROWID
;;
INSERT INTO mixed_feedback_count SELECT cohort_id, question, rating, people FROM feedback_count
;;
DROP TABLE feedback_count
;;
ALTER TABLE mixed_feedback_count RENAME TO feedback_count
;;
CREATE TABLE mixed_feedback_words (
    id TEXT PRIMARY KEY, cohort_id BIGINT NOT NULL REFERENCES cohort (id), words TEXT NOT NULL
) WITHOUT ROWID
;;
INSERT INTO mixed_feedback_words SELECT id, cohort_id, words FROM feedback_words
;;
DROP TABLE feedback_words
;;
ALTER TABLE mixed_feedback_words RENAME TO feedback_words
;;
CREATE INDEX feedback_words_of ON feedback_words (cohort_id)
;;
CREATE TABLE mixed_fair_rating (
    fair_id BIGINT NOT NULL REFERENCES fair (id), side TEXT NOT NULL CHECK (side IN ('family', 'visitor')), question TEXT NOT NULL,
    rating BIGINT NOT NULL CHECK (rating BETWEEN 1 AND 5), people BIGINT NOT NULL CHECK (people > 0),
    PRIMARY KEY (fair_id, side, question, rating)
) WITHOUT ROWID
;;
INSERT INTO mixed_fair_rating SELECT fair_id, side, question, rating, people FROM fair_rating
;;
DROP TABLE fair_rating
;;
ALTER TABLE mixed_fair_rating RENAME TO fair_rating
;;
CREATE TABLE mixed_fair_words (
    id TEXT PRIMARY KEY, fair_id BIGINT NOT NULL REFERENCES fair (id), side TEXT NOT NULL CHECK (side IN ('family', 'visitor')),
    words TEXT NOT NULL
) WITHOUT ROWID
;;
INSERT INTO mixed_fair_words SELECT id, fair_id, side, words FROM fair_words
;;
DROP TABLE fair_words
;;
ALTER TABLE mixed_fair_words RENAME TO fair_words
;;
CREATE INDEX fair_words_of ON fair_words (fair_id)
";

const POSTGRES: &str = "
CREATE INDEX feedback_words_of ON feedback_words (cohort_id)
;;
WITH known AS (DELETE FROM feedback_count RETURNING *) INSERT INTO feedback_count SELECT k.* FROM known k ORDER BY k.*
;;
WITH known AS (DELETE FROM feedback_words RETURNING *) INSERT INTO feedback_words SELECT k.* FROM known k ORDER BY k.*
;;
WITH known AS (DELETE FROM fair_rating RETURNING *) INSERT INTO fair_rating SELECT k.* FROM known k ORDER BY k.*
;;
WITH known AS (DELETE FROM fair_words RETURNING *) INSERT INTO fair_words SELECT k.* FROM known k ORDER BY k.*
";

ddl::migration! {
    /// On SQLite four tables without the hidden number that grows with each row; on PostgreSQL their rows are written anew, all by one
    /// transaction.
    |manager| ddl::run_own(manager, SQLITE, POSTGRES).await
}
