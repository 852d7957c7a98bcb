//! Sittings of a committee: who sits, what is before it, conflicts, votes, and the signed minute.

use crate::ddl;

/// `kind` and `subject_id` say what is decided, `file_subject` what one file is about; the committee knows nothing else of it.
/// One sitting at a time about one subject, one vote and one conflict of a person per file: kept by the schema.
const TABLES: &str = r"
CREATE TABLE sitting (
    id {id}, kind TEXT NOT NULL, subject_id BIGINT NOT NULL, title TEXT NOT NULL, municipality_code TEXT NOT NULL,
    agenda TEXT NOT NULL, held_on TEXT NOT NULL, venue TEXT NOT NULL, state TEXT NOT NULL, number TEXT UNIQUE, seed TEXT NOT NULL,
    digest TEXT, words TEXT NOT NULL, called_by BIGINT NOT NULL REFERENCES person (id), created_at {at} NOT NULL,
    counted_at {at}, signed_at {at},
    CHECK ((number IS NOT NULL) = (state IN ('counted', 'signed')) OR state = 'cancelled')
)
;;
CREATE UNIQUE INDEX sitting_one ON sitting (kind, subject_id) WHERE state <> 'cancelled'
;;
CREATE TABLE sitting_member (
    sitting_id BIGINT NOT NULL REFERENCES sitting (id), person_id BIGINT NOT NULL REFERENCES person (id), name TEXT NOT NULL,
    present_at {at}, signed_at {at}, PRIMARY KEY (sitting_id, person_id), CHECK (signed_at IS NULL OR present_at IS NOT NULL)
)
;;
CREATE TABLE sitting_file (
    id {id}, sitting_id BIGINT NOT NULL REFERENCES sitting (id), file_subject BIGINT NOT NULL, applicant_id BIGINT NOT NULL,
    reference TEXT NOT NULL, name TEXT NOT NULL, details TEXT NOT NULL, yes BIGINT, no BIGINT, position BIGINT, reason TEXT NOT NULL,
    UNIQUE (sitting_id, file_subject)
)
;;
CREATE TABLE sitting_conflict (
    file_id BIGINT NOT NULL REFERENCES sitting_file (id), person_id BIGINT NOT NULL REFERENCES person (id), words TEXT NOT NULL,
    at {at} NOT NULL, PRIMARY KEY (file_id, person_id)
)
;;
CREATE TABLE sitting_vote (
    file_id BIGINT NOT NULL REFERENCES sitting_file (id), person_id BIGINT NOT NULL REFERENCES person (id), choice TEXT NOT NULL,
    at {at} NOT NULL, PRIMARY KEY (file_id, person_id), CHECK (choice IN ('yes', 'no'))
)
;;
ALTER TABLE cohort ADD COLUMN minute TEXT
;;
ALTER TABLE cohort ADD COLUMN closed_on TEXT
;;
ALTER TABLE enrolment ADD COLUMN screened_by BIGINT REFERENCES person (id)
;;
DROP INDEX enrolment_one_person
;;
CREATE UNIQUE INDEX enrolment_one_person ON enrolment (course_id, person_key)
WHERE state NOT IN ('withdrawn', 'refused', 'declined', 'offer_expired', 'no_show', 'incomplete', 'not_seated')
";

ddl::migration! {
    /// Tables of sittings.
    |manager| ddl::run(manager, TABLES).await
}
