//! A copy of everything, made while others read and write.

use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::process::Command;

use crate::blobs::Blobs;
use crate::config::BlobsAt;
use crate::state::State;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Copies the database to a new file in a folder, then photos and documents: files are named by their content and never
/// change, so those that a row of the copy names are there. Gives what was done, in words.
pub async fn run(state: &State, to: &Path) -> Result<String, Failure> {
    std::fs::create_dir_all(to)?;
    let file = match state.db.backend() {
        DbBackend::Sqlite => embedded(state, to).await?,
        _ => with_pg_dump(state, to).await?,
    };
    let copies = Blobs::open(&BlobsAt::Folder(to.join("blobs")))?;
    let copied = state.blobs.copy_all(&copies).await?;
    Ok(format!("{file} written, {copied} files copied to {}", to.join("blobs").display()))
}

fn free(to: &Path, name: &str) -> Result<String, Failure> {
    let file = to.join(name);
    if file.exists() {
        return Err(format!("{} exists; name another folder, or move the old copy away", file.display()).into());
    }
    Ok(file.to_str().ok_or("the path is not UTF-8")?.to_owned())
}

/// A consistent copy in one statement, beside readers and writers.
async fn embedded(state: &State, to: &Path) -> Result<String, Failure> {
    let file = free(to, "souq.sqlite")?;
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [file.as_str().into()]);
    state.db.read().execute_raw(statement).await?;
    Ok(file)
}

/// PostgreSQL's own tool; the password goes by the environment, where other users of the machine do not see it.
async fn with_pg_dump(state: &State, to: &Path) -> Result<String, Failure> {
    let file = free(to, "souq.dump")?;
    let at = url::Url::parse(&state.config.database_url)?;
    let decoded = |part: &str| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
    let mut dump = Command::new("pg_dump");
    dump.args(["--format=custom", "--file", &file])
        .env("PGHOST", decoded(at.host_str().unwrap_or("localhost")))
        .env("PGPORT", at.port().unwrap_or(5432).to_string())
        .env("PGUSER", decoded(at.username()))
        .env("PGDATABASE", decoded(at.path().trim_start_matches('/')));
    if let Some(password) = at.password() {
        dump.env("PGPASSWORD", decoded(password));
    }
    let ended = dump.status().await.map_err(|error| format!("pg_dump: {error}; install PostgreSQL's client"))?;
    if ended.success() { Ok(file) } else { Err(format!("pg_dump ended with {ended}").into()) }
}
