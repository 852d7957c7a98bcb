//! What the catalogue of each database says of its schema.
#![allow(clippy::unwrap_used)]

use ground::ctx::Ctx;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
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

on_both! {
    async fn every_foreign_key_has_an_index(ctx: &Ctx) {
        let sql = if ctx.db.backend() == DbBackend::Postgres { ON_POSTGRES } else { ON_SQLITE };
        let rows = ctx.db.read().query_all_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap();
        let missing: Vec<String> = rows.iter().map(|row| row.try_get("", "column_name").unwrap()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
