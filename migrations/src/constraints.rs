//! Constraints of tables that are there already: what the program believes of a column, kept by the database.
//!
//! PostgreSQL adds them with `ALTER TABLE`. SQLite has no such statement; what it has is the text of the table, which may be
//! changed for constraints, as they do not touch what is stored (<https://www.sqlite.org/lang_altertable.html>, section 7).

use std::collections::BTreeSet;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

/// A constraint of a table.
#[derive(Debug, Clone)]
pub struct Constraint {
    table: &'static str,
    name: String,
    rule: String,
    /// Says which rows are against it.
    against: String,
}

impl Constraint {
    /// A column has one of these codes, or nothing.
    pub fn codes(table: &'static str, column: &str, codes: &[&str]) -> Self {
        let all: Vec<String> = codes.iter().map(|code| format!("'{code}'")).collect();
        Self::check(table, &format!("{table}_{column}_code"), &format!("{column} IN ({})", all.join(", ")))
    }

    /// A column holds a key of another table, such as `person (id)`, or nothing.
    pub fn key(table: &'static str, column: &str, other: &str) -> Self {
        let (there, key) = other.trim_end_matches(')').split_once(" (").unwrap_or((other, "id"));
        Self {
            table,
            name: format!("{table}_{column}_key"),
            rule: format!("FOREIGN KEY ({column}) REFERENCES {other}"),
            against: format!("{column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {there})"),
        }
    }

    /// The same, looked at when the transaction ends: for rows that point to each other.
    pub fn key_at_the_end(table: &'static str, column: &str, other: &str) -> Self {
        let key = Self::key(table, column, other);
        Self { rule: format!("{} DEFERRABLE INITIALLY DEFERRED", key.rule), ..key }
    }

    fn check(table: &'static str, name: &str, holds: &str) -> Self {
        Self { table, name: name.to_owned(), rule: format!("CHECK ({holds})"), against: format!("NOT ({holds})") }
    }
}

/// Columns that hold days (`2026-11-24`) and times of day (`09:00:00`): as types on PostgreSQL, as a rule on SQLite, which has no such types.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    /// A day.
    Day(&'static str, &'static str),
    /// A time of day, to the second.
    Time(&'static str, &'static str),
}

impl Column {
    fn table(self) -> &'static str {
        match self {
            Self::Day(table, _) | Self::Time(table, _) => table,
        }
    }

    /// Makes texts to days and times. A text that is none stops the migration.
    fn on_postgres(self) -> String {
        let (column, kind) = match self {
            Self::Day(_, column) => (column, "date"),
            Self::Time(_, column) => (column, "time"),
        };
        format!("ALTER COLUMN {column} TYPE {kind} USING {column}::{kind}")
    }

    /// As days are counted from, so that `2026-02-30`, which looks like one, is none.
    fn on_sqlite(self) -> Constraint {
        match self {
            Self::Day(table, column) => {
                Constraint::check(table, &format!("{table}_{column}_day"), &format!("{column} IS date({column}, '+0 days')"))
            }
            Self::Time(table, column) => {
                Constraint::check(table, &format!("{table}_{column}_time"), &format!("{column} IS time({column}) AND {column} < '24'"))
            }
        }
    }
}

/// Gives columns their types.
pub async fn days_and_times(manager: &SchemaManager<'_>, columns: &[Column]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    if connection.get_database_backend() == DbBackend::Postgres {
        // All of a table at once: some are compared with each other by a rule of it.
        let tables: BTreeSet<&str> = columns.iter().map(|column| column.table()).collect();
        for table in tables {
            let of_table = columns.iter().filter(|column| column.table() == table).map(|column| column.on_postgres());
            let sql = format!("ALTER TABLE {table} {}", of_table.collect::<Vec<_>>().join(", "));
            connection.execute_unprepared(&sql).await?;
        }
        return Ok(());
    }
    for column in columns {
        // `09:00`, as times were written before.
        if let Column::Time(table, column) = column {
            connection.execute_unprepared(&format!("UPDATE {table} SET {column} = time({column}) WHERE {column} <> ''")).await?;
        }
    }
    add(manager, &columns.iter().map(|column| column.on_sqlite()).collect::<Vec<_>>()).await
}

/// Adds constraints; in place of one of the same name, if there is one. Rows that are against them stop the migration.
pub async fn add(manager: &SchemaManager<'_>, constraints: &[Constraint]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    for Constraint { table, name, against, .. } in constraints {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {against}");
        let wrong = number(connection, &sql).await?;
        if wrong > 0 {
            return Err(DbErr::Migration(format!("{wrong} rows of {table} are against {name}: {against}")));
        }
    }
    if connection.get_database_backend() == DbBackend::Postgres {
        for Constraint { table, name, rule, .. } in constraints {
            connection.execute_unprepared(&format!("ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")).await?;
            connection.execute_unprepared(&format!("ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")).await?;
        }
        return Ok(());
    }
    let put = |constraint: &Constraint, text: &str| Some(with(text, &constraint.name, &constraint.rule));
    rewrite(connection, constraints.iter().map(|constraint| (constraint.table, move |text: &str| put(constraint, text))).collect()).await
}

/// Puts a rule with which a table was made in the place of another; `name` is what PostgreSQL called it by itself.
pub async fn replace(manager: &SchemaManager<'_>, table: &'static str, name: &str, (from, to): (&str, &str)) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    if connection.get_database_backend() == DbBackend::Postgres {
        connection.execute_unprepared(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).await?;
        return connection.execute_unprepared(&format!("ALTER TABLE {table} ADD CONSTRAINT {name} {to}")).await.map(drop);
    }
    rewrite(connection, vec![(table, |text: &str| text.contains(from).then(|| text.replacen(from, to, 1)))]).await
}

/// Changes the texts of tables, and has every connection read them anew.
async fn rewrite<F: Fn(&str) -> Option<String>>(
    connection: &SchemaManagerConnection<'_>,
    changes: Vec<(&'static str, F)>,
) -> Result<(), DbErr> {
    let version = number(connection, "PRAGMA schema_version").await?;
    connection.execute_unprepared("PRAGMA writable_schema = ON").await?;
    for (table, change) in &changes {
        let query = Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = $1",
            [(*table).into()],
        );
        let row = connection.query_one_raw(query).await?.ok_or_else(|| DbErr::Migration(format!("there is no table {table}")))?;
        let text = change(&row.try_get_by_index::<String>(0)?);
        let text = text.ok_or_else(|| DbErr::Migration(format!("{table} is not as it was made")))?;
        let update = "UPDATE sqlite_schema SET sql = $1 WHERE type = 'table' AND name = $2";
        connection.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, update, [text.into(), (*table).into()])).await?;
    }
    connection.execute_unprepared(&format!("PRAGMA schema_version = {}", version + 1)).await?;
    connection.execute_unprepared("PRAGMA writable_schema = RESET").await?;
    // Read now, so that a text that cannot be read is found before it counts.
    for (table, _) in &changes {
        number(connection, &format!("SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT 1)")).await?;
    }
    Ok(())
}

async fn number(connection: &SchemaManagerConnection<'_>, sql: &str) -> Result<i64, DbErr> {
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?.try_get_by_index(0)
}

/// The text of a table with a constraint, in place of one of the same name.
fn with(table: &str, name: &str, rule: &str) -> String {
    let head = format!(", CONSTRAINT {name} ");
    let mut text = table.to_owned();
    if let Some(begin) = text.find(&head) {
        let end = end_of_rule(&text[begin + head.len()..]) + begin + head.len();
        text.replace_range(begin..end, "");
    }
    let end = text.rfind(')').unwrap_or(text.len());
    text.insert_str(end, &format!("{head}{rule}"));
    text
}

/// Where a rule ends: before the next constraint, or before the bracket that closes the table.
fn end_of_rule(text: &str) -> usize {
    let mut depth = 0_i32;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            ',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn a_constraint_is_added_and_put_in_place_of_its_former_self() {
        let table = "CREATE TABLE t (a TEXT, b BIGINT) WITHOUT ROWID";
        let one = with(table, "t_a_code", "CHECK (a IN ('x'))");
        assert_eq!(one, "CREATE TABLE t (a TEXT, b BIGINT, CONSTRAINT t_a_code CHECK (a IN ('x'))) WITHOUT ROWID");
        let two = with(&one, "t_b_key", "FOREIGN KEY (b) REFERENCES u (id)");
        let new = with(&two, "t_a_code", "CHECK (a IN ('x', 'y'))");
        let expected = "CREATE TABLE t (a TEXT, b BIGINT, CONSTRAINT t_b_key FOREIGN KEY (b) REFERENCES u (id), CONSTRAINT t_a_code CHECK (a IN ('x', 'y'))) WITHOUT ROWID";
        assert_eq!(new, expected);
    }
}
