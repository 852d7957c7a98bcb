//! Families, their members, crafts and documents.

use crate::ddl;

const TABLES: &str = r"
CREATE TABLE family (
    id {id}, state TEXT NOT NULL, slug TEXT UNIQUE, import_id TEXT UNIQUE,
    owner_id BIGINT REFERENCES person (id), helped_by BIGINT REFERENCES person (id),
    trade_name TEXT NOT NULL, trade_name_en TEXT NOT NULL, story TEXT NOT NULL,
    municipality_code TEXT REFERENCES municipality (code), quarter TEXT NOT NULL, landmark TEXT NOT NULL,
    contact_phone TEXT NOT NULL, registration_number TEXT NOT NULL, household_size BIGINT,
    show_story BOOLEAN NOT NULL, consent_version TEXT, consent_at {at}, consent_how TEXT,
    licence_number TEXT UNIQUE, licence_expires_on TEXT, approvals_in_row BIGINT NOT NULL,
    ever_refused BOOLEAN NOT NULL, created_at {at} NOT NULL, submitted_at {at}, approved_at {at}
)
;;
CREATE UNIQUE INDEX family_owner ON family (owner_id) WHERE owner_id IS NOT NULL AND state <> 'left'
;;
CREATE INDEX family_municipality ON family (municipality_code)
;;
CREATE TABLE family_member (
    id {id}, family_id BIGINT NOT NULL REFERENCES family (id), name TEXT NOT NULL, folded_name TEXT NOT NULL,
    birth_year BIGINT, relation TEXT NOT NULL, identity_kind TEXT, identity_number TEXT,
    claimed BOOLEAN NOT NULL, position BIGINT NOT NULL
)
;;
CREATE UNIQUE INDEX family_member_identity ON family_member (identity_kind, identity_number) WHERE claimed
;;
CREATE INDEX family_member_family ON family_member (family_id)
;;
CREATE INDEX family_member_near ON family_member (folded_name, birth_year)
;;
CREATE TABLE family_craft (
    family_id BIGINT NOT NULL REFERENCES family (id), craft_code TEXT NOT NULL REFERENCES craft (code),
    PRIMARY KEY (family_id, craft_code)
)
;;
CREATE TABLE family_document (
    id {id}, family_id BIGINT NOT NULL REFERENCES family (id), kind TEXT NOT NULL,
    media_id BIGINT NOT NULL REFERENCES media (id), name TEXT NOT NULL, added_at {at} NOT NULL
)
";

ddl::migration! {
    /// Tables of families. A person's identity stands in one active family only: a partial unique
    /// index guards it, not only code.
    |manager| ddl::run(manager, TABLES).await
}
