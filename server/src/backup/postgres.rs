//! PostgreSQL's own tools. The password goes by the environment, where other users of the machine do not see it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use sea_orm::{AccessMode, ConnectionTrait, DbBackend, IsolationLevel, Statement, TransactionTrait};
use tokio::process::Command;

use super::{Failure, count_rows};
use crate::state::State;

/// A tool for the database of an address.
fn tool(name: &str, url: &str) -> Result<Command, Failure> {
    let at = url::Url::parse(url)?;
    let decoded = |part: &str| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
    let mut tool = Command::new(name);
    tool.env("PGHOST", decoded(at.host_str().unwrap_or("localhost")))
        .env("PGPORT", at.port().unwrap_or(5432).to_string())
        .env("PGUSER", decoded(at.username()))
        .env("PGDATABASE", decoded(at.path().trim_start_matches('/')));
    if let Some(password) = at.password() {
        tool.env("PGPASSWORD", decoded(password));
    }
    // What stands behind the address holds for its tools too: a certificate that is not looked at is none.
    for (name, value) in at.query_pairs() {
        let (_, variable) = OPTIONS
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("DATABASE_URL: {name}: PostgreSQL's tools are not told of it; name it in the environment instead"))?;
        if let Some(variable) = variable {
            tool.env(variable, value.as_ref());
        }
    }
    Ok(tool)
}

/// Options of an address by the variable of libpq that says the same; without one where only the program's own connections know it.
const OPTIONS: [(&str, Option<&str>); 15] = [
    ("host", Some("PGHOST")),
    ("hostaddr", Some("PGHOSTADDR")),
    ("port", Some("PGPORT")),
    ("dbname", Some("PGDATABASE")),
    ("user", Some("PGUSER")),
    ("password", Some("PGPASSWORD")),
    ("sslmode", Some("PGSSLMODE")),
    ("ssl-mode", Some("PGSSLMODE")),
    ("sslrootcert", Some("PGSSLROOTCERT")),
    ("ssl-root-cert", Some("PGSSLROOTCERT")),
    ("sslcert", Some("PGSSLCERT")),
    ("sslkey", Some("PGSSLKEY")),
    ("options", Some("PGOPTIONS")),
    ("application_name", Some("PGAPPNAME")),
    ("statement-cache-capacity", None),
];

async fn ended(name: &str, tool: &mut Command) -> Result<(), Failure> {
    let ended = tool.status().await.map_err(|error| format!("{name}: {error}; install PostgreSQL's client"))?;
    if ended.success() { Ok(()) } else { Err(format!("{name} ended with {ended}").into()) }
}

/// Writes a dump, and counts the rows of the same moment. Gives its name and the counts.
pub async fn dump(state: &State, file: &Path) -> Result<(String, BTreeMap<String, i64>), Failure> {
    let moment = state.db.read().begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    let row = moment.query_one_raw(Statement::from_string(DbBackend::Postgres, "SELECT pg_export_snapshot()")).await?;
    let snapshot: String = row.ok_or("no snapshot")?.try_get_by_index(0)?;
    let mut dump = tool("pg_dump", &state.config.database_url)?;
    dump.args(["--format=custom", "--snapshot", &snapshot, "--file"]).arg(file);
    ended("pg_dump", &mut dump).await?;
    let rows = count_rows(&moment).await?;
    moment.rollback().await?;
    let name = file.file_name().and_then(|name| name.to_str()).ok_or("the path is not UTF-8")?;
    Ok((name.to_owned(), rows))
}

/// Whether a dump can be read to its end.
pub async fn reads(file: &Path) -> Result<(), Failure> {
    let mut list = Command::new("pg_restore");
    list.args(["--file", "/dev/null"]).arg(file).stdout(Stdio::null());
    ended("pg_restore", &mut list).await
}

/// Writes a dump to an empty database, all or nothing.
pub async fn restore(url: &str, file: &Path) -> Result<(), Failure> {
    let mut restore = tool("pg_restore", url)?;
    let name = restore.as_std().get_envs().find(|(key, _)| *key == "PGDATABASE").and_then(|(_, value)| value).map(ToOwned::to_owned);
    restore.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname"]);
    restore.arg(name.ok_or("DATABASE_URL names no database")?).arg(file);
    ended("pg_restore", &mut restore).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::tool;

    #[test]
    fn tools_are_told_all_that_an_address_says() {
        let told = |url: &str| {
            let tool = tool("pg_dump", url).map_err(|error| error.to_string())?;
            let named =
                |(key, value): (&std::ffi::OsStr, Option<&std::ffi::OsStr>)| Some((key.to_str()?.to_owned(), value?.to_str()?.to_owned()));
            Ok::<_, String>(tool.as_std().get_envs().filter_map(named).collect::<BTreeMap<_, _>>())
        };
        let all = told("postgres://souq:p%40ss@db:5433/souq?sslmode=verify-full&sslrootcert=/etc/ca.pem").unwrap();
        for (name, value) in
            [("PGHOST", "db"), ("PGPORT", "5433"), ("PGPASSWORD", "p@ss"), ("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "/etc/ca.pem")]
        {
            assert_eq!(all.get(name).map(String::as_str), Some(value), "{name}");
        }
        // A socket instead of a network address.
        assert_eq!(told("postgres:///souq?host=/run/postgresql").unwrap()["PGHOST"], "/run/postgresql");
        assert!(told("postgres://db/souq?channel_binding=require").unwrap_err().contains("channel_binding"));
    }
}
