//! Lots are drawn at a time that was announced, and each drawing stands. A lesson may end after midnight.

use crate::{constraints, ddl};

/// What was drawn so far stands in the trail, each with its seed.
const SQL: &str = "
ALTER TABLE cohort ADD COLUMN draw_at {at}
;;
CREATE TABLE cohort_draw (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), number BIGINT NOT NULL, seed TEXT NOT NULL, reason TEXT NOT NULL,
    drawn_by BIGINT REFERENCES person (id), drawn_at {at} NOT NULL, PRIMARY KEY (cohort_id, number)
)
;;
CREATE INDEX cohort_draw_by ON cohort_draw (drawn_by)
;;
INSERT INTO cohort_draw (cohort_id, number, seed, reason, drawn_by, drawn_at)
SELECT c.id, ROW_NUMBER() OVER (PARTITION BY c.id ORDER BY a.id), SUBSTR(a.details, 6), '', p.id, a.at
FROM audit a JOIN cohort c ON c.id = a.subject_id LEFT JOIN person p ON p.id = a.actor_id
WHERE a.act = 'training.order' AND a.subject_kind = 'cohort' AND a.details LIKE 'seed %' AND c.policy = 'lottery'
;;
UPDATE cohort SET draw_at = (SELECT MIN(d.drawn_at) FROM cohort_draw d WHERE d.cohort_id = cohort.id)
WHERE id IN (SELECT cohort_id FROM cohort_draw)
";

ddl::migration! {
    /// The announced time of a cohort's lots, a table of drawings, and an end that does not lie behind its beginning.
    |manager| {
        constraints::replace(manager, "lesson", "lesson_check", ("CHECK (begins < ends)", "CHECK (begins <> ends)")).await?;
        ddl::run(manager, SQL).await
    }
}
