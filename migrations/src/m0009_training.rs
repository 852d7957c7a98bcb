//! Courses, their cohorts, who signed up, and seats that are given once.

use crate::ddl;

/// A seat is a row, and an enrolment holds it by its key: that no seat is given twice, and nobody holds one without having it,
/// is kept by the schema. `person_key` is the folded identity number: a person signs up for a course once.
const TABLES: &str = r"
CREATE TABLE course (
    id {id}, slug TEXT NOT NULL UNIQUE, title_ar TEXT NOT NULL, title_en TEXT NOT NULL, aims TEXT NOT NULL,
    prerequisites TEXT NOT NULL, partner TEXT NOT NULL, hours BIGINT NOT NULL CHECK (hours > 0), created_at {at} NOT NULL
)
;;
CREATE TABLE cohort (
    id {id}, course_id BIGINT NOT NULL REFERENCES course (id), number BIGINT NOT NULL, state TEXT NOT NULL,
    municipality_code TEXT NOT NULL REFERENCES municipality (code), venue TEXT NOT NULL,
    starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, opens_on TEXT NOT NULL, closes_on TEXT NOT NULL,
    capacity BIGINT NOT NULL CHECK (capacity BETWEEN 1 AND 500), policy TEXT NOT NULL, offer_days BIGINT NOT NULL,
    quota_region TEXT, quota_seats BIGINT NOT NULL, spill_on TEXT, costs TEXT NOT NULL, contact TEXT NOT NULL,
    seed TEXT, ordered_by BIGINT REFERENCES person (id), created_at {at} NOT NULL,
    UNIQUE (course_id, number),
    CHECK (quota_seats BETWEEN 0 AND capacity), CHECK (starts_on <= ends_on), CHECK (opens_on <= closes_on)
)
;;
CREATE TABLE cohort_seat (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), number BIGINT NOT NULL CHECK (number > 0), PRIMARY KEY (cohort_id, number)
)
;;
CREATE TABLE enrolment (
    id {id}, cohort_id BIGINT NOT NULL REFERENCES cohort (id), course_id BIGINT NOT NULL REFERENCES course (id),
    family_id BIGINT NOT NULL REFERENCES family (id), applicant_id BIGINT NOT NULL REFERENCES person (id),
    reference TEXT NOT NULL UNIQUE, name TEXT NOT NULL, person_key TEXT NOT NULL,
    municipality_code TEXT NOT NULL, region_code TEXT NOT NULL, words TEXT NOT NULL,
    state TEXT NOT NULL, position BIGINT, seat BIGINT, answer_by TEXT, reason TEXT NOT NULL,
    applied_at {at} NOT NULL, changed_at {at} NOT NULL,
    FOREIGN KEY (cohort_id, seat) REFERENCES cohort_seat (cohort_id, number),
    CHECK ((seat IS NOT NULL) = (state IN ('offered', 'confirmed', 'attending', 'completed', 'certified')))
)
;;
CREATE UNIQUE INDEX enrolment_one_seat ON enrolment (cohort_id, seat) WHERE seat IS NOT NULL
;;
CREATE UNIQUE INDEX enrolment_one_person ON enrolment (course_id, person_key)
WHERE state NOT IN ('withdrawn', 'refused', 'declined', 'offer_expired', 'no_show', 'incomplete')
;;
CREATE INDEX enrolment_cohort ON enrolment (cohort_id, state, position)
;;
CREATE INDEX enrolment_family ON enrolment (family_id)
";

ddl::migration! {
    /// Tables of training.
    |manager| ddl::run(manager, TABLES).await
}
