//! How it is decided who goes to a fair: jurors' scores, the proposal with its arithmetic, objections.

use crate::ddl;

/// Points are kept in tenths. `file_rank` is the place that a proposal gave a file before the committee: it decides between files
/// with equal votes.
const TABLES: &str = r"
ALTER TABLE fair ADD COLUMN least_scores BIGINT NOT NULL DEFAULT 2
;;
ALTER TABLE fair ADD COLUMN rotation BIGINT NOT NULL DEFAULT 10
;;
ALTER TABLE fair ADD COLUMN balance BIGINT NOT NULL DEFAULT 10
;;
ALTER TABLE fair ADD COLUMN seed TEXT
;;
ALTER TABLE fair ADD COLUMN minute TEXT
;;
ALTER TABLE fair ADD COLUMN published_on TEXT
;;
ALTER TABLE sitting_file ADD COLUMN file_rank BIGINT
;;
CREATE TABLE fair_criterion (
    fair_id BIGINT NOT NULL REFERENCES fair (id), position BIGINT NOT NULL, title TEXT NOT NULL,
    weight BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 100), PRIMARY KEY (fair_id, position)
)
;;
CREATE TABLE fair_review (
    application_id BIGINT NOT NULL REFERENCES fair_application (id), juror_id BIGINT NOT NULL REFERENCES person (id),
    state TEXT NOT NULL, words TEXT NOT NULL, at {at} NOT NULL, PRIMARY KEY (application_id, juror_id)
)
;;
CREATE INDEX fair_review_juror ON fair_review (juror_id)
;;
CREATE TABLE fair_score (
    application_id BIGINT NOT NULL, juror_id BIGINT NOT NULL, position BIGINT NOT NULL,
    points BIGINT NOT NULL CHECK (points BETWEEN 0 AND 10), PRIMARY KEY (application_id, juror_id, position),
    FOREIGN KEY (application_id, juror_id) REFERENCES fair_review (application_id, juror_id)
)
;;
CREATE TABLE fair_proposal (
    application_id BIGINT PRIMARY KEY REFERENCES fair_application (id), place BIGINT NOT NULL, score BIGINT NOT NULL,
    recent BIGINT NOT NULL, rotation BIGINT NOT NULL, balance BIGINT NOT NULL, total BIGINT NOT NULL
)
;;
CREATE TABLE fair_objection (
    application_id BIGINT PRIMARY KEY REFERENCES fair_application (id), words TEXT NOT NULL, state TEXT NOT NULL,
    at {at} NOT NULL, heard_by BIGINT REFERENCES person (id), reason TEXT NOT NULL, heard_at {at}
)
";

ddl::migration! {
    /// Tables of selection.
    |manager| ddl::run(manager, TABLES).await
}
