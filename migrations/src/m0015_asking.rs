//! What an organiser asks of who signs up, courses that an officer proposes, turns given again, and waiting lists carried over.

use crate::ddl;

/// `repeatable` is nought, or the enrolment's own key once an officer allowed the same person another turn: then it does not
/// stand in the way of one more. `carries_from` is the cohort whose waiting list this one takes over when it is announced.
const TABLES: &str = r"
CREATE TABLE cohort_question (
    id {id}, cohort_id BIGINT NOT NULL REFERENCES cohort (id), position BIGINT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL,
    choices TEXT NOT NULL, needed BOOLEAN NOT NULL, UNIQUE (cohort_id, position), CHECK (kind IN ('text', 'choice', 'file'))
)
;;
CREATE TABLE enrolment_answer (
    enrolment_id BIGINT NOT NULL REFERENCES enrolment (id), question_id BIGINT NOT NULL REFERENCES cohort_question (id),
    answer TEXT NOT NULL, media_id BIGINT REFERENCES media (id), PRIMARY KEY (enrolment_id, question_id)
)
;;
CREATE TABLE course_proposal (
    id {id}, cohort_id BIGINT NOT NULL REFERENCES cohort (id), family_id BIGINT NOT NULL REFERENCES family (id), words TEXT NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES person (id), proposed_at {at} NOT NULL, UNIQUE (cohort_id, family_id)
)
;;
ALTER TABLE enrolment ADD COLUMN repeatable BIGINT NOT NULL DEFAULT 0
;;
DROP INDEX enrolment_one_person
;;
CREATE UNIQUE INDEX enrolment_one_person ON enrolment (course_id, person_key, repeatable)
WHERE state NOT IN ('withdrawn', 'refused', 'declined', 'offer_expired', 'no_show', 'incomplete', 'not_seated')
;;
ALTER TABLE cohort ADD COLUMN carries_from BIGINT REFERENCES cohort (id)
;;
ALTER TABLE course ADD COLUMN language TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE course ADD COLUMN accessibility TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE course ADD COLUMN partner_since TEXT NOT NULL DEFAULT ''
";

ddl::migration! {
    /// Its tables.
    |manager| ddl::run(manager, TABLES).await
}
