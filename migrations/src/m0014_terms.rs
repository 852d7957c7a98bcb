//! Who may sign up for a cohort, for whom seats are kept, and what gives points: as data.

use crate::ddl;

/// `kept_seats` is the sum of all quotas, so that the check of the first schema goes on guarding that no more seats are kept
/// than there are. `crafts` is what the family made when it signed up, as codes between spaces.
const TABLES: &str = r"
CREATE TABLE cohort_term (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), kind TEXT NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (cohort_id, kind, code),
    CHECK (kind IN ('region', 'municipality', 'craft', 'licence_through', 'first_time'))
)
;;
CREATE TABLE cohort_quota (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), position BIGINT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL,
    seats BIGINT NOT NULL CHECK (seats > 0), PRIMARY KEY (cohort_id, position), UNIQUE (cohort_id, kind, code),
    CHECK (kind IN ('region', 'municipality', 'craft'))
)
;;
INSERT INTO cohort_quota (cohort_id, position, kind, code, seats)
SELECT id, 1, 'region', quota_region, quota_seats FROM cohort WHERE quota_region IS NOT NULL AND quota_seats > 0
;;
ALTER TABLE cohort DROP COLUMN quota_region
;;
ALTER TABLE cohort RENAME COLUMN quota_seats TO kept_seats
;;
CREATE TABLE cohort_criterion (
    id {id}, cohort_id BIGINT NOT NULL REFERENCES cohort (id), position BIGINT NOT NULL, title TEXT NOT NULL,
    weight BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 100), UNIQUE (cohort_id, position)
)
;;
CREATE TABLE enrolment_points (
    enrolment_id BIGINT NOT NULL REFERENCES enrolment (id), criterion_id BIGINT NOT NULL REFERENCES cohort_criterion (id),
    points BIGINT NOT NULL CHECK (points BETWEEN 0 AND 4), given_by BIGINT NOT NULL REFERENCES person (id), given_at {at} NOT NULL,
    PRIMARY KEY (enrolment_id, criterion_id)
)
;;
ALTER TABLE enrolment ADD COLUMN crafts TEXT NOT NULL DEFAULT ''
";

ddl::migration! {
    /// Tables of conditions.
    |manager| ddl::run(manager, TABLES).await
}
