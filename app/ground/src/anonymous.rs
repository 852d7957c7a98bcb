//! Rows of which nobody shall find out who wrote them, from the database itself: not by the transaction that wrote them, which
//! PostgreSQL keeps beside each row, and not by the order in which they came.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use crate::db::Tx;

/// A table of such rows, and the column that says what they are about.
pub type Anonymous = (&'static str, &'static str);

impl Tx {
    /// Begins to write such rows about one thing: one transaction after the other does so. Before the first of them is written, so that nobody
    /// waits for a row of who waits here.
    pub async fn mixing(&self, tables: &[Anonymous], key: i64) -> Result<(), DbErr> {
        let matter: Vec<&str> = tables.iter().map(|(table, _)| *table).collect();
        self.alone(&format!("{} {key}", matter.join(" "))).await
    }

    /// Writes all rows about one thing anew, in the order of their random keys, so that those of this transaction look like all others. With
    /// the first row alone nothing can be hidden. On SQLite the tables themselves are kept in that order, and have nothing beside their
    /// rows. After [`Self::mixing`].
    pub async fn mix(&self, tables: &[Anonymous], key: i64) -> Result<(), DbErr> {
        if self.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        for (table, of) in tables {
            let sql = format!(
                "WITH known AS (DELETE FROM {table} WHERE {of} = $1 RETURNING *) INSERT INTO {table} SELECT k.* FROM known k ORDER BY k.*"
            );
            self.run(&sql, vec![key.into()]).await?;
        }
        Ok(())
    }
}
