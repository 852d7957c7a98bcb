//! Cases and their history, photos and documents, notices.

use crate::ddl;

const TABLES: &str = r"
CREATE TABLE media (
    id {id}, kind TEXT NOT NULL, owner_id BIGINT REFERENCES person (id), address TEXT NOT NULL,
    mime TEXT NOT NULL, width BIGINT NOT NULL, height BIGINT NOT NULL, color TEXT NOT NULL,
    perceptual_hash BIGINT, bytes BIGINT NOT NULL, created_at {at} NOT NULL, public_since {at}
)
;;
CREATE INDEX media_address ON media (address)
;;
CREATE INDEX media_perceptual_hash ON media (perceptual_hash)
;;
CREATE TABLE casefile (
    id {id}, reference TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject_id BIGINT NOT NULL,
    title TEXT NOT NULL, state TEXT NOT NULL, municipality_code TEXT REFERENCES municipality (code),
    applicant_id BIGINT REFERENCES person (id), filed_by BIGINT REFERENCES person (id),
    assigned_to BIGINT REFERENCES person (id),
    opened_at {at} NOT NULL, days_used BIGINT NOT NULL, clock_since {at}, due_on TEXT,
    recommended_by BIGINT REFERENCES person (id), recommended_outcome TEXT,
    decided_by BIGINT REFERENCES person (id), decided_at {at}, outcome TEXT,
    reason_code TEXT, reason_text TEXT, decision_number TEXT UNIQUE,
    objection_of BIGINT REFERENCES casefile (id), flagged TEXT
)
;;
CREATE INDEX casefile_queue ON casefile (state, opened_at, id)
;;
CREATE INDEX casefile_subject ON casefile (kind, subject_id)
;;
CREATE UNIQUE INDEX casefile_one_open ON casefile (kind, subject_id)
WHERE state NOT IN ('decided', 'objection_open', 'closed') AND kind IN ('family', 'product')
;;
CREATE UNIQUE INDEX casefile_one_objection ON casefile (objection_of) WHERE objection_of IS NOT NULL
;;
CREATE TABLE case_event (
    id {id}, case_id BIGINT NOT NULL REFERENCES casefile (id), at {at} NOT NULL,
    person_id BIGINT REFERENCES person (id), act TEXT NOT NULL, words TEXT NOT NULL, fields TEXT NOT NULL
)
;;
CREATE INDEX case_event_case ON case_event (case_id, id)
;;
CREATE TABLE notice (
    id {id}, person_id BIGINT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, details TEXT NOT NULL,
    link TEXT NOT NULL, created_at {at} NOT NULL, read_at {at}
)
;;
CREATE INDEX notice_person ON notice (person_id, id)
";

ddl::migration! {
    /// Tables that serve every kind of subject.
    |manager| ddl::run(manager, TABLES).await
}
