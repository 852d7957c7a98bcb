//! People, their sessions, their roles and what slows down guessing.

use crate::ddl;

const TABLES: &str = r"
CREATE TABLE person (
    id {id}, name TEXT NOT NULL, phone TEXT UNIQUE, email TEXT, email_confirmed_at {at},
    password_hash TEXT NOT NULL, locale TEXT NOT NULL, mail_notices BOOLEAN NOT NULL,
    totp_secret TEXT, totp_confirmed_at {at}, totp_last_step BIGINT, created_at {at} NOT NULL
)
;;
CREATE UNIQUE INDEX person_email ON person (email) WHERE email_confirmed_at IS NOT NULL
;;
CREATE TABLE session (
    id {id}, token_hash TEXT NOT NULL UNIQUE, person_id BIGINT NOT NULL REFERENCES person (id),
    second_factor BOOLEAN NOT NULL, device TEXT NOT NULL, created_at {at} NOT NULL,
    seen_at {at} NOT NULL, expires_at {at} NOT NULL
)
;;
CREATE INDEX session_person ON session (person_id)
;;
CREATE TABLE role_grant (
    id {id}, person_id BIGINT NOT NULL REFERENCES person (id), role TEXT NOT NULL,
    branch_id BIGINT REFERENCES branch (id), municipality_code TEXT REFERENCES municipality (code),
    granted_by BIGINT REFERENCES person (id), starts_at {at} NOT NULL, ends_at {at},
    CHECK (branch_id IS NULL OR municipality_code IS NULL)
)
;;
CREATE INDEX role_grant_person ON role_grant (person_id)
;;
CREATE TABLE recovery_code (
    id {id}, person_id BIGINT NOT NULL REFERENCES person (id), code_hash TEXT NOT NULL, used_at {at}
)
;;
CREATE TABLE mail_token (
    id {id}, person_id BIGINT NOT NULL REFERENCES person (id), purpose TEXT NOT NULL, email TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE, expires_at {at} NOT NULL, used_at {at}
)
;;
CREATE TABLE throttle (subject TEXT PRIMARY KEY, failures BIGINT NOT NULL, window_ends_at {at} NOT NULL)
";

ddl::migration! {
    /// Tables of accounts.
    |manager| ddl::run(manager, TABLES).await
}
