//! A copy of everything, made while others read and write; whether a copy is whole; and the way back.

mod files;
mod manifest;
mod postgres;
mod restore;
mod verify;

pub use manifest::count_rows;
pub use restore::restore;
pub use verify::verify;

use std::collections::BTreeMap;
use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::blobs::Blobs;
use crate::clock::now;
use crate::config::BlobsAt;
use crate::state::State;

use self::manifest::Manifest;

/// What a backup, a check or a restoration fails by, in words for a terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Where files lie in the folder of a copy.
const FILES: &str = "blobs";
/// A copy of SQLite.
const EMBEDDED: &str = "souq.sqlite";
/// A dump of PostgreSQL.
const DUMP: &str = "souq.dump";

/// Copies photos and documents, the database to a new file in the folder, and the files that came meanwhile. Files are named by their
/// content and never change, so every one that a row of the copy names is there. What was copied is written down at the end, for
/// [`verify`]. Gives what was done, in words.
pub async fn run(state: &State, to: &Path) -> Result<String, Failure> {
    if count_rows(state.db.read()).await?.is_empty() {
        return Err("DATABASE_URL: there are no tables; is it read from the right folder?".into());
    }
    std::fs::create_dir_all(to)?;
    for name in [EMBEDDED, DUMP] {
        free(to, name)?;
    }
    // A copy that is not finished is none.
    Manifest::forget(to)?;
    let copies = Blobs::open(&BlobsAt::Folder(to.join(FILES)))?;
    let before = state.blobs.copy_all(&copies).await?;
    let (database, rows) = match state.db.backend() {
        DbBackend::Sqlite => embedded(state, to).await?,
        _ => postgres::dump(state, &free(to, DUMP)?).await?,
    };
    let copied = before + state.blobs.copy_all(&copies).await?;
    let (summed, folder) = (to.to_owned(), to.join(&database));
    let sum = tokio::task::spawn_blocking(move || {
        files::sum_all(&summed)?;
        files::sum(&folder)
    });
    let manifest =
        Manifest { made_at: now(), version: env!("CARGO_PKG_VERSION").to_owned(), database: database.clone(), sha256: sum.await??, rows };
    manifest.write(to)?;
    let missing = verify::missing(state.db.read(), &files::sums(to)?).await?;
    let missing = missing
        .first()
        .map_or_else(String::new, |first| format!("; {} files that rows name are missing in the store: {first} …", missing.len()));
    Ok(format!("{} written, {copied} files copied to {}{missing}", to.join(database).display(), to.join(FILES).display()))
}

/// The path of a file of the copy that is not there yet.
fn free(to: &Path, name: &str) -> Result<std::path::PathBuf, Failure> {
    let file = to.join(name);
    if file.exists() {
        return Err(format!("{} exists; name another folder, or move the old copy away", file.display()).into());
    }
    Ok(file)
}

/// A consistent copy in one statement, beside readers and writers. Gives its name and how many rows each table has in it.
async fn embedded(state: &State, to: &Path) -> Result<(String, BTreeMap<String, i64>), Failure> {
    let file = free(to, EMBEDDED)?;
    let path = file.to_str().ok_or("the path is not UTF-8")?;
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [path.into()]);
    state.db.read().execute_raw(statement).await?;
    let copy = verify::unchanging(&file).await?;
    let rows = count_rows(&copy).await?;
    copy.close().await?;
    Ok((EMBEDDED.to_owned(), rows))
}
