//! What a cohort shares: messages, materials, homework, and what its people say at the end.

use crate::ddl;

/// Feedback is anonymous by its form: ratings are counters, words bear a random key, and that somebody answered stands with
/// their enrolment without a time.
const TABLES: &str = r"
CREATE TABLE cohort_message (
    id {id}, cohort_id BIGINT NOT NULL REFERENCES cohort (id), words TEXT NOT NULL, by_id BIGINT NOT NULL REFERENCES person (id),
    at {at} NOT NULL
)
;;
CREATE TABLE module_material (
    id {id}, module_id BIGINT NOT NULL REFERENCES course_module (id), name TEXT NOT NULL,
    media_id BIGINT NOT NULL REFERENCES media (id), added_by BIGINT NOT NULL REFERENCES person (id), at {at} NOT NULL
)
;;
CREATE TABLE homework (
    id {id}, lesson_id BIGINT NOT NULL REFERENCES lesson (id), enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
    words TEXT NOT NULL, media_id BIGINT REFERENCES media (id), at {at} NOT NULL, reply TEXT NOT NULL DEFAULT '',
    replied_by BIGINT REFERENCES person (id)
)
;;
CREATE INDEX homework_lesson ON homework (lesson_id, enrolment_id)
;;
CREATE TABLE feedback_count (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), question TEXT NOT NULL, rating BIGINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
    people BIGINT NOT NULL, PRIMARY KEY (cohort_id, question, rating)
)
;;
CREATE TABLE feedback_words (
    id TEXT PRIMARY KEY, cohort_id BIGINT NOT NULL REFERENCES cohort (id), words TEXT NOT NULL
)
;;
ALTER TABLE enrolment ADD COLUMN gave_feedback BOOLEAN NOT NULL DEFAULT FALSE
";

ddl::migration! {
    /// Tables of the room.
    |manager| ddl::run(manager, TABLES).await
}
