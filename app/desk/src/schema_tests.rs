//! What the catalogue of each database says of its schema.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use ground::actor::Role;
use ground::ctx::Ctx;
use market::families::{IdentityKind, RELATIONS};
use people::media;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testing::codes::{self, Columns};
use testing::on_both;

/// Foreign keys of one column that no index begins with. What only holds some rows helps none of the others, unless it leaves out those that
/// point nowhere.
const ON_SQLITE: &str = "SELECT t.name || '.' || f.\"from\" AS column_name FROM sqlite_master t, pragma_foreign_key_list(t.name) f \
    WHERE t.type = 'table' AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c \
        WHERE c.seqno = 0 AND c.name = f.\"from\" AND i.partial = 0) \
    AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) k WHERE k.pk = 1 AND k.name = f.\"from\")";
const ON_POSTGRES: &str = "SELECT r.relname || '.' || a.attname AS column_name FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid \
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i \
        WHERE i.indrelid = r.oid AND i.indkey[0] = a.attnum AND i.indpred IS NULL)";

/// Codes of columns that entities hold as texts, or as enums of their own making.
fn of_other_kinds() -> Columns {
    let all: [(&str, &str, Vec<&str>); 5] = [
        ("role_grant", "role", Role::ALL.iter().map(|role| role.code()).collect()),
        ("role_proposal", "role", Role::ALL.iter().map(|role| role.code()).collect()),
        ("media", "kind", [media::Kind::Photo, media::Kind::Document].map(media::Kind::code).to_vec()),
        ("family_member", "relation", RELATIONS.to_vec()),
        ("family_member", "identity_kind", IdentityKind::ALL.iter().map(|kind| kind.code()).collect()),
    ];
    let row = |(table, column, codes): (&str, &str, Vec<&str>)| {
        ((table.to_owned(), column.to_owned()), codes.into_iter().map(ToOwned::to_owned).collect())
    };
    all.into_iter().map(row).collect()
}

/// What each named CHECK of codes says: its name, and the codes in it.
async fn checks(ctx: &Ctx) -> Vec<(String, BTreeSet<String>)> {
    let backend = ctx.db.backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT 'CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'c' AND conname LIKE '%!_code' ESCAPE '!'"
        }
        _ => "SELECT sql AS text FROM sqlite_schema WHERE type = 'table'",
    };
    let rows = ctx.db.read().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let texts: Vec<String> = rows.iter().map(|row| row.try_get("", "text").unwrap()).collect();
    let constraints = texts.iter().flat_map(|text| text.split("CONSTRAINT ").skip(1));
    let named = constraints.filter_map(|text| text.split_once(' ').filter(|(name, _)| name.ends_with("_code")));
    named.map(|(name, rule)| (name.to_owned(), rule.split('\'').skip(1).step_by(2).map(ToOwned::to_owned).collect())).collect()
}

/// Columns that end as keys do and lead to no one table: what the trail and the cases are about, what is of another kind each time, and who
/// was of a family once.
const NO_KEYS: &[&str] = &[
    "audit.actor_id",
    "audit.subject_id",
    "audit_checkpoint.audit_id",
    "casefile.subject_id",
    "fair_attendant.member_id",
    "family.import_id",
    "product.import_id",
    "sitting.subject_id",
];

on_both! {
    async fn columns_of_codes_hold_those_of_the_program_and_no_others(ctx: &Ctx) {
        let mut known = codes::columns();
        known.extend(of_other_kinds());
        assert!(known.len() > 40, "only {} columns of codes were found", known.len());
        let kept = checks(ctx).await;
        for ((table, column), codes) in &known {
            let check = kept.iter().find(|(name, _)| *name == format!("{table}_{column}_code"));
            let check = check.unwrap_or_else(|| panic!("{table}.{column} takes anything"));
            assert_eq!(&check.1, codes, "{table}.{column}");
        }
        let forgotten: Vec<&String> =
            kept.iter().map(|(name, _)| name).filter(|name| !known.keys().any(|(table, column)| **name == format!("{table}_{column}_code"))).collect();
        assert!(forgotten.is_empty(), "{forgotten:?} are of no enum");
    }

    async fn what_the_program_does_not_know_is_not_kept(ctx: &Ctx) {
        let lesson = |ends: &str| {
            format!(
                "INSERT INTO lesson (cohort_id, day, begins, ends, venue, link, topic, secret, version, changed_at) \
                 SELECT id, starts_on, '23:00:00', '{ends}', '', '', '', '', 0, created_at FROM cohort ORDER BY id LIMIT 1"
            )
        };
        let kept = async |sql: &str| ctx.db.writer().execute_unprepared(sql).await.is_ok();
        for sql in [
            "UPDATE family SET state = 'licensed'",
            "UPDATE cohort SET ends_on = 'soon'",
            "UPDATE cohort SET ends_on = '2099-02-30'",
            "UPDATE product SET live_version_id = 1000000",
            &lesson("24:00:01"),
            &lesson("half past"),
        ] {
            assert!(!kept(sql).await, "{sql}");
        }
        assert!(kept(&lesson("23:30:00")).await);
        assert!(kept("UPDATE cohort SET ends_on = '2099-02-28'").await);
    }

    async fn what_names_a_row_is_a_key(ctx: &Ctx) {
        let sql = match ctx.db.backend() {
            DbBackend::Postgres => {
                "SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c \
                 WHERE c.table_schema = 'public' AND c.column_name LIKE '%!_id' ESCAPE '!' AND c.table_name NOT LIKE 'seaql%' AND NOT EXISTS ( \
                 SELECT 1 FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey) \
                 WHERE f.contype = 'f' AND f.conrelid = c.table_name::regclass AND a.attname = c.column_name)"
            }
            _ => {
                "SELECT t.name || '.' || c.name AS name FROM sqlite_schema t, pragma_table_info(t.name) c \
                 WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND c.name LIKE '%!_id' ESCAPE '!' AND t.name NOT LIKE 'seaql%' \
                 AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) f WHERE f.\"from\" = c.name)"
            }
        };
        let rows = ctx.db.read().query_all_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap();
        let found: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        let expected: BTreeSet<String> = NO_KEYS.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(found, expected);
    }

    async fn every_foreign_key_has_an_index(ctx: &Ctx) {
        let sql = if ctx.db.backend() == DbBackend::Postgres { ON_POSTGRES } else { ON_SQLITE };
        let rows = ctx.db.read().query_all_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap();
        let missing: Vec<String> = rows.iter().map(|row| row.try_get("", "column_name").unwrap()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
