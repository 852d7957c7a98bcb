//! Fairs: when, where, with whom, for whom.

use crate::ddl;

/// `version` is the SEQUENCE of its calendar. The call has both days or none.
const TABLES: &str = r"
CREATE TABLE fair (
    id {id}, slug TEXT NOT NULL UNIQUE, name_ar TEXT NOT NULL, name_en TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
    municipality_code TEXT NOT NULL REFERENCES municipality (code), venue TEXT NOT NULL, landmark TEXT NOT NULL,
    city TEXT NOT NULL, country TEXT NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT NOT NULL,
    opens_at TEXT NOT NULL, closes_at TEXT NOT NULL, organiser TEXT NOT NULL, partners TEXT NOT NULL, about TEXT NOT NULL,
    costs TEXT NOT NULL, contact TEXT NOT NULL, call_opens_on TEXT, call_closes_on TEXT, needs_mark BOOLEAN NOT NULL,
    words TEXT NOT NULL, version BIGINT NOT NULL, created_at {at} NOT NULL, changed_at {at} NOT NULL,
    CHECK (starts_on <= ends_on), CHECK ((call_opens_on IS NULL) = (call_closes_on IS NULL)), CHECK (call_opens_on <= call_closes_on)
)
;;
CREATE INDEX fair_days ON fair (starts_on, ends_on)
;;
CREATE TABLE fair_term (
    fair_id BIGINT NOT NULL REFERENCES fair (id), kind TEXT NOT NULL CHECK (kind IN ('craft', 'region')), value TEXT NOT NULL,
    PRIMARY KEY (fair_id, kind, value)
)
;;
CREATE TABLE fair_team (
    fair_id BIGINT NOT NULL REFERENCES fair (id), person_id BIGINT NOT NULL REFERENCES person (id), PRIMARY KEY (fair_id, person_id)
)
;;
CREATE TABLE fair_budget (
    fair_id BIGINT NOT NULL REFERENCES fair (id), position BIGINT NOT NULL, title TEXT NOT NULL,
    planned BIGINT NOT NULL CHECK (planned >= 0), spent BIGINT NOT NULL CHECK (spent >= 0), PRIMARY KEY (fair_id, position)
)
";

ddl::migration! {
    /// Tables of a fair's plan.
    |manager| ddl::run(manager, TABLES).await
}
