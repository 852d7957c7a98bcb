//! Corrections of what a licensed family said, each decided as a case of its own; and what a family has changed of an application
//! that came back.

use crate::ddl;

/// `slot`: what of the family is to be changed; one correction of it waits at a time.
/// `changed_parts`: what the family has changed since its application came back.
const TABLES: &str = r"
CREATE TABLE family_correction (
    id {id}, family_id BIGINT NOT NULL REFERENCES family (id), slot TEXT NOT NULL, change_json TEXT NOT NULL,
    state TEXT NOT NULL, asked_at {at} NOT NULL
)
;;
CREATE INDEX family_correction_family ON family_correction (family_id, id)
;;
ALTER TABLE family ADD COLUMN changed_parts TEXT NOT NULL DEFAULT ''
;;
CREATE UNIQUE INDEX family_correction_waiting ON family_correction (family_id, slot) WHERE state = 'waiting'
";

ddl::migration! {
    /// The table of corrections.
    |manager| ddl::run(manager, TABLES).await
}
