//! What is taught and who was there: modules of a course, lessons of a cohort, attendance, assessment.

use crate::ddl;

/// A lesson is DOMAIN's session (حصة); `session` is a signed-in device here. Attendance is appended: the latest row of a
/// person in a lesson holds, the earlier ones stay.
const TABLES: &str = r"
ALTER TABLE course ADD COLUMN valid_months BIGINT NOT NULL DEFAULT 24
;;
ALTER TABLE course ADD COLUMN gives_mark BOOLEAN NOT NULL DEFAULT FALSE
;;
ALTER TABLE cohort ADD COLUMN attendance_min BIGINT NOT NULL DEFAULT 80
;;
ALTER TABLE cohort ADD COLUMN assessed BOOLEAN NOT NULL DEFAULT FALSE
;;
CREATE TABLE course_module (
    id {id}, course_id BIGINT NOT NULL REFERENCES course (id), position BIGINT NOT NULL, title TEXT NOT NULL,
    hours BIGINT NOT NULL CHECK (hours > 0), learnt TEXT NOT NULL, UNIQUE (course_id, position)
)
;;
CREATE TABLE lesson (
    id {id}, cohort_id BIGINT NOT NULL REFERENCES cohort (id), day TEXT NOT NULL, begins TEXT NOT NULL, ends TEXT NOT NULL,
    venue TEXT NOT NULL, link TEXT NOT NULL, topic TEXT NOT NULL, trainer_id BIGINT REFERENCES person (id),
    secret TEXT NOT NULL, version BIGINT NOT NULL, changed_at {at} NOT NULL,
    UNIQUE (cohort_id, day, begins), CHECK (begins < ends)
)
;;
CREATE INDEX lesson_trainer ON lesson (trainer_id, day)
;;
CREATE TABLE attendance (
    id {id}, lesson_id BIGINT NOT NULL REFERENCES lesson (id), enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
    mark TEXT NOT NULL, source TEXT NOT NULL, by_id BIGINT NOT NULL REFERENCES person (id), at {at} NOT NULL
)
;;
CREATE INDEX attendance_lesson ON attendance (lesson_id, enrolment_id, id)
;;
CREATE TABLE assessment (
    enrolment_id BIGINT NOT NULL REFERENCES enrolment (id), module_id BIGINT NOT NULL REFERENCES course_module (id),
    points BIGINT NOT NULL CHECK (points BETWEEN 0 AND 4), words TEXT NOT NULL, by_id BIGINT NOT NULL REFERENCES person (id),
    at {at} NOT NULL, PRIMARY KEY (enrolment_id, module_id)
)
";

const SQLITE: &str = r"
CREATE TRIGGER attendance_no_update BEFORE UPDATE ON attendance BEGIN SELECT RAISE(ABORT, 'attendance is append-only'); END
;;
CREATE TRIGGER attendance_no_delete BEFORE DELETE ON attendance BEGIN SELECT RAISE(ABORT, 'attendance is append-only'); END
";

const POSTGRES: &str = r"
CREATE FUNCTION attendance_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'attendance is append-only'; END $$
;;
CREATE TRIGGER attendance_no_change BEFORE UPDATE OR DELETE ON attendance
FOR EACH ROW EXECUTE FUNCTION attendance_is_append_only()
";

ddl::migration! {
    /// Tables of teaching.
    |manager| {
        ddl::run(manager, TABLES).await?;
        ddl::run_own(manager, SQLITE, POSTGRES).await
    }
}
