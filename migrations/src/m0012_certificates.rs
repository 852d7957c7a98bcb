//! Certificates, and the quality mark that comes of them.

use crate::ddl;

/// What a certificate says is written down when it is issued; later changes of the course do not change it. At most one of a
/// person's certificates of a cohort holds.
const TABLES: &str = r"
CREATE TABLE certificate (
    id {id}, code TEXT NOT NULL UNIQUE, enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
    family_id BIGINT NOT NULL REFERENCES family (id), cohort_id BIGINT NOT NULL REFERENCES cohort (id), state TEXT NOT NULL,
    name TEXT NOT NULL, name_en TEXT NOT NULL, title_ar TEXT NOT NULL, title_en TEXT NOT NULL, number BIGINT NOT NULL,
    hours BIGINT NOT NULL, partner TEXT NOT NULL, gives_mark BOOLEAN NOT NULL, issued_on TEXT NOT NULL, expires_on TEXT NOT NULL,
    issued_by BIGINT NOT NULL REFERENCES person (id), reason TEXT NOT NULL, replaced_by BIGINT REFERENCES certificate (id),
    reminded BOOLEAN NOT NULL, changed_at {at} NOT NULL
)
;;
CREATE UNIQUE INDEX certificate_one ON certificate (enrolment_id) WHERE state = 'issued'
;;
CREATE INDEX certificate_family ON certificate (family_id)
;;
CREATE INDEX certificate_cohort ON certificate (cohort_id)
;;
CREATE INDEX certificate_end ON certificate (state, expires_on)
;;
ALTER TABLE family ADD COLUMN marked_until TEXT
";

ddl::migration! {
    /// Tables of certificates.
    |manager| ddl::run(manager, TABLES).await
}
