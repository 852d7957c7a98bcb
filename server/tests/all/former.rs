//! The version before asks the database of this one while servers are replaced one by one: what it asked is written down in
//! `server/tests/former`, and has to be understood still. `SOUQ_RECORD=1 cargo test -p server --test all doubles` writes it anew, before a
//! version lands that says that its schema stays compatible.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use ground::db::Db;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

static HEARD: Mutex<BTreeMap<String, BTreeSet<String>>> = Mutex::new(BTreeMap::new());

/// Whether statements are to be written down.
pub fn recording() -> bool {
    std::env::var_os("SOUQ_RECORD").is_some()
}

fn file(backend: DbBackend) -> PathBuf {
    let name = if backend == DbBackend::Postgres { "postgresql" } else { "sqlite" };
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/former/{name}.sql"))
}

/// A statement without its values, and with one of each kind of a list, so that it is the same however many there are.
fn plain(sql: &str) -> Option<String> {
    let mut plain = String::new();
    let mut letters = sql.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect::<Vec<_>>().into_iter().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '$' if letters.peek().is_some_and(char::is_ascii_digit) => {
                while letters.next_if(char::is_ascii_digit).is_some() {}
                plain.push_str("NULL");
            }
            '?' => plain.push_str("NULL"),
            other => plain.push(other),
        }
    }
    while plain.contains("IN (NULL, NULL") {
        plain = plain.replace("IN (NULL, NULL", "IN (NULL");
    }
    // Rows of one INSERT.
    if let Some((head, rows)) = plain.split_once("VALUES (")
        && let Some((row, _)) = rows.split_once(')')
    {
        let row = format!("({row})");
        let more = format!(", {row}");
        let mut rest = plain[head.len() + "VALUES ".len()..].to_owned();
        while rest.contains(&format!("{row}{more}")) {
            rest = rest.replacen(&format!("{row}{more}"), &row, 1);
        }
        plain = format!("{head}VALUES {rest}");
    }
    let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
    // The tests' own count of every table is not the program's.
    let program = !plain.contains("seaql_migrations");
    (program && verbs.iter().any(|verb| plain.starts_with(verb))).then_some(plain)
}

/// Notes a statement.
pub fn heard(url: &str, sql: &str) {
    let backend = if url.starts_with("sqlite") { "sqlite" } else { "postgresql" };
    if let Some(plain) = plain(sql) {
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).entry(backend.to_owned()).or_default().insert(plain);
    }
}

/// Writes down what was noted on a database and is understood by it.
pub async fn record(db: &Db) {
    let key = if db.backend() == DbBackend::Postgres { "postgresql" } else { "sqlite" };
    let heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for statement in heard {
        if misunderstood(db, &statement).await.is_none() {
            lines.push(statement);
        }
    }
    let file = file(db.backend());
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, lines.join("\n") + "\n").unwrap();
}

/// What the schema lacks for a statement: a table or a column that is not there, or a column that has to be said and is not.
async fn misunderstood(db: &Db, statement: &str) -> Option<String> {
    // One connection, as what is prepared belongs to it.
    let sql = match db.backend() {
        DbBackend::Postgres => format!("PREPARE former AS {statement}"),
        _ => format!("EXPLAIN {statement}"),
    };
    let asked = db.writer().execute_unprepared(&sql).await;
    if asked.is_ok() && db.backend() == DbBackend::Postgres {
        db.writer().execute_unprepared("DEALLOCATE former").await.unwrap();
    }
    if let Err(error) = asked {
        let said = error.to_string();
        let lacks = ["does not exist", "no such table", "no such column", "has no column named"].iter().any(|lack| said.contains(lack));
        if lacks {
            return Some(said);
        }
    }
    unsaid(db, statement).await.unwrap_or_else(|error| Some(error.to_string()))
}

/// A column that an INSERT does not name, though it has to be given.
async fn unsaid(db: &Db, statement: &str) -> Result<Option<String>, DbErr> {
    let Some((head, _)) = statement.strip_prefix("INSERT INTO ").and_then(|rest| rest.split_once(')')) else { return Ok(None) };
    let Some((table, columns)) = head.split_once(" (") else { return Ok(None) };
    let bare = |name: &str| name.trim().trim_matches('"').to_owned();
    let said: BTreeSet<String> = columns.split(',').map(bare).collect();
    let sql = match db.backend() {
        DbBackend::Postgres => {
            "SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public' \
             AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'"
        }
        _ => "SELECT name FROM pragma_table_info($1) WHERE \"notnull\" = 1 AND dflt_value IS NULL AND pk = 0",
    };
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, [bare(table).into()])).await?;
    for row in rows {
        let name: String = row.try_get("", "name")?;
        if !said.contains(&name) {
            return Ok(Some(format!("{table}.{name} has to be given")));
        }
    }
    Ok(None)
}

async fn is_understood(url: &str) {
    let db = Db::open(url, 1).await.unwrap();
    server::state::migrate(&db).await.unwrap();
    let asked = std::fs::read_to_string(file(db.backend())).unwrap();
    assert!(asked.lines().count() > 300, "the statements of the version before are gone");
    let mut wrong = Vec::new();
    for statement in asked.lines() {
        if let Some(why) = misunderstood(&db, statement).await {
            wrong.push(format!("{why}\n  {statement}"));
        }
    }
    assert!(wrong.is_empty(), "{} statements of the version before are not understood:\n{}", wrong.len(), wrong.join("\n"));
    // It sees what it should: a column that goes, and one that has to be given from now on.
    db.writer().execute_unprepared("ALTER TABLE craft RENAME COLUMN name_ar TO arabic").await.unwrap();
    let mut seen = 0;
    for statement in asked.lines().filter(|statement| statement.contains("craft")) {
        seen += usize::from(misunderstood(&db, statement).await.is_some());
    }
    assert!(seen > 0, "a renamed column is not seen");
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_version_before_asks_is_understood_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    is_understood(&format!("sqlite://{}", folder.path().join("souq.sqlite").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_version_before_asks_is_understood_on_postgresql() {
    let base = std::env::var("SOUQ_TEST_POSTGRES").unwrap();
    let admin = sea_orm::Database::connect(format!("{base}/postgres")).await.unwrap();
    let name = format!("souq_{:016x}", rand::random::<u64>());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    is_understood(&format!("{base}/{name}")).await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

#[test]
fn a_statement_is_the_same_however_many_values_it_has() {
    for (sent, kept) in [
        ("SELECT a FROM t WHERE id IN ($1, $2,\n $3) AND b = $4", Some("SELECT a FROM t WHERE id IN (NULL) AND b = NULL")),
        ("INSERT INTO t (a, b) VALUES (?, ?), (?, ?), (?, ?) RETURNING id", Some("INSERT INTO t (a, b) VALUES (NULL, NULL) RETURNING id")),
        ("BEGIN IMMEDIATE", None),
    ] {
        assert_eq!(plain(sent).as_deref(), kept, "{sent}");
    }
}
