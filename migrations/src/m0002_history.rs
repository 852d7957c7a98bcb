//! The audit trail, the outbox and the counters that number decisions.

use crate::ddl;

const TABLES: &str = r"
CREATE TABLE audit (
    id {id}, at {at} NOT NULL, actor_id BIGINT, actor_name TEXT NOT NULL, act TEXT NOT NULL,
    subject_kind TEXT NOT NULL, subject_id BIGINT NOT NULL, details TEXT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
)
;;
CREATE INDEX audit_subject ON audit (subject_kind, subject_id)
;;
CREATE TABLE outbox (
    id {id}, task TEXT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL,
    due_at {at} NOT NULL, claimed_until {at}, created_at {at} NOT NULL, done_at {at}, last_error TEXT
)
;;
CREATE INDEX outbox_due ON outbox (state, due_at)
;;
CREATE TABLE numbering (series TEXT PRIMARY KEY, last BIGINT NOT NULL)
;;
CREATE TABLE epoch (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)
;;
INSERT INTO epoch (id, value) VALUES (1, 1)
";

const SQLITE: &str = r"
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
;;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
";

const POSTGRES: &str = r"
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
;;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
;;
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
";

ddl::migration! {
    /// Tables that every act writes to.
    |manager| {
        ddl::run(manager, TABLES).await?;
        ddl::run_own(manager, SQLITE, POSTGRES).await
    }
}
