//! The way back: a copy is written to a database and a store that have nothing yet.

use std::path::{Path, PathBuf};

use ground::db::Db;
use sea_orm::DbBackend;

use super::manifest::Manifest;
use super::verify::{same_rows, verify, whole};
use super::{FILES, Failure, count_rows, postgres};
use crate::blobs::Blobs;
use crate::config::{BlobsAt, Config};

/// Restores a copy to the database and the store of the settings, after it was checked. The schema stays that of the copy; serving
/// brings it up to date. Gives what was done, in words.
///
/// # Errors
/// A copy that is not whole, or a database that has something already: nothing is written over.
pub async fn restore(config: &Config, folder: &Path) -> Result<String, Failure> {
    let said = verify(folder).await?;
    let manifest = Manifest::read(folder)?;
    let blobs = Blobs::open(&config.blobs)?;
    if !blobs.is_empty().await? {
        return Err("SOUQ_BLOBS: the store has files already; name an empty one".into());
    }
    let from = folder.join(&manifest.database);
    let dump = manifest.database.ends_with(".dump");
    match (sqlite_file(&config.database_url), dump) {
        (Some(file), false) => embedded(&from, file).await?,
        (None, true) => {
            let db = Db::open(&config.database_url, 2).await?;
            if !count_rows(db.read()).await?.is_empty() {
                return Err("DATABASE_URL: the database has tables already; name an empty one".into());
            }
            db.close().await?;
            postgres::restore(&config.database_url, &from).await?;
        }
        (Some(_), true) => return Err("the copy is of PostgreSQL; DATABASE_URL names a file".into()),
        (None, false) => return Err("the copy is of SQLite; DATABASE_URL names PostgreSQL".into()),
    }
    let copies = Blobs::open(&BlobsAt::Folder(folder.join(FILES)))?;
    let copied = copies.copy_all(&blobs).await?;
    let db = Db::open(&config.database_url, 2).await?;
    same_rows(db.read(), &manifest).await?;
    let (trail, named) = whole(&db, &blobs, &config.keys).await?;
    let seals = if config.keys.is_empty() { "its seals were not looked at: no key in SOUQ_KEY or SOUQ_DATA" } else { "so do its seals" };
    let backend = if db.backend() == DbBackend::Postgres { "PostgreSQL" } else { "SQLite" };
    db.close().await?;
    Ok(format!(
        "{said}\nrestored to {backend}: {copied} files written, {named} photos and documents there, {trail} rows of the trail hold; {seals}"
    ))
}

/// The file that an address of SQLite names.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    Some(PathBuf::from(url.strip_prefix("sqlite://")?.split('?').next()?))
}

async fn embedded(from: &Path, to: PathBuf) -> Result<(), Failure> {
    for beside in ["", "-wal", "-shm"] {
        let there = PathBuf::from(format!("{}{beside}", to.display()));
        if there.exists() {
            return Err(format!("{} exists; move it away, or name another file in DATABASE_URL", there.display()).into());
        }
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // Whole or not at all, also when the power goes.
    let half = to.with_extension("restoring");
    tokio::fs::copy(from, &half).await?;
    tokio::fs::File::open(&half).await?.sync_all().await?;
    Ok(tokio::fs::rename(half, to).await?)
}
