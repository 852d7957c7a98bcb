//! Whether a copy is whole: nothing in it has changed since it was made, and what its rows name is there.

use std::collections::BTreeMap;
use std::path::Path;

use ground::ctx::{Ctx, Site};
use ground::db::Db;
use ground::history;
use ground::seal::Keys;
use people::media;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use super::manifest::Manifest;
use super::{FILES, Failure, count_rows, files, postgres};
use crate::blobs::Blobs;
use crate::clock::now;

/// A file of SQLite that nobody writes to: nothing is laid beside it.
pub(super) async fn unchanging(file: &Path) -> Result<DatabaseConnection, Failure> {
    let path = file.to_str().ok_or("the path is not UTF-8")?;
    let mut options = ConnectOptions::new(format!("sqlite://{path}?mode=ro&immutable=true"));
    options.max_connections(1).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

/// Checks a copy. Gives what was found, in words.
///
/// # Errors
/// What is missing, or differs from what was written down when the copy was made.
pub async fn verify(folder: &Path) -> Result<String, Failure> {
    let manifest = Manifest::read(folder)?;
    let (file, checked) = (folder.join(&manifest.database), folder.to_owned());
    let wanted = manifest.sha256.clone();
    let files = tokio::task::spawn_blocking(move || sums_hold(&checked, &file, &wanted)).await??;
    let file = folder.join(&manifest.database);
    if manifest.database.ends_with(".dump") {
        postgres::reads(&file).await?;
    } else {
        let db = unchanging(&file).await?;
        let said = db.query_one_raw(Statement::from_string(db.get_database_backend(), "PRAGMA integrity_check")).await?;
        let said: String = said.ok_or("integrity_check says nothing")?.try_get_by_index(0)?;
        if said != "ok" {
            return Err(format!("{}: {said}", file.display()).into());
        }
        same_rows(&db, &manifest).await?;
        if let Some(first) = missing(&db, &files::sums(folder)?).await?.first() {
            return Err(format!("{first} is missing, which a row names").into());
        }
        db.close().await?;
    }
    let rows: i64 = manifest.rows.values().sum();
    Ok(format!(
        "{} of {}: {rows} rows in {} tables, {files} files, all as written",
        manifest.database,
        manifest.made_at,
        manifest.rows.len()
    ))
}

/// Gives how many files hold what they held.
fn sums_hold(folder: &Path, database: &Path, wanted: &str) -> Result<usize, Failure> {
    if files::sum(database)? != wanted {
        return Err(format!("{}: not as it was written", database.display()).into());
    }
    let sums = files::sums(folder)?;
    for (path, wanted) in &sums {
        let file = folder.join(path);
        let found = files::sum(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        if found != *wanted {
            return Err(format!("{}: not as it was written", file.display()).into());
        }
    }
    Ok(sums.len())
}

/// Whether each table has the rows that it had.
pub(super) async fn same_rows<C: ConnectionTrait>(db: &C, manifest: &Manifest) -> Result<(), Failure> {
    let found = count_rows(db).await?;
    let differs = |table: &&String| found.get(*table) != manifest.rows.get(*table);
    match manifest.rows.keys().chain(found.keys()).find(differs) {
        Some(table) => Err(format!("{table}: {:?} rows, {:?} were written", found.get(table), manifest.rows.get(table)).into()),
        None => Ok(()),
    }
}

/// Files that rows name and that the copy does not have.
pub(super) async fn missing<C: ConnectionTrait>(db: &C, sums: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
    let named = media::addresses(db).await.map_err(|error| format!("{error:?}"))?;
    let all = named.iter().flat_map(|(kind, address)| kind.files(address));
    Ok(all.filter(|name| !sums.contains_key(&format!("{FILES}/{name}"))).collect())
}

/// Whether the audit trail holds, and every file that a row names is in the store. Gives how many rows of the trail, and of photos and
/// documents.
pub(super) async fn whole(db: &Db, blobs: &Blobs, keys: &Keys) -> Result<(u64, usize), Failure> {
    let site = Site { keys: keys.clone(), ..Site::default() };
    let ctx: Ctx = world::console(db.clone(), std::sync::Arc::new(site), now());
    let trail = match history::verify(&ctx).await.map_err(|error| format!("{error:?}"))? {
        Ok(rows) => rows,
        Err(row) => return Err(format!("the audit trail is broken at row {row}").into()),
    };
    let named = media::addresses(db.read()).await.map_err(|error| format!("{error:?}"))?;
    for (kind, address) in &named {
        for name in kind.files(address) {
            if blobs.find(&name).await?.is_none() {
                return Err(format!("everything is written, but {name} is missing, which a row names").into());
            }
        }
    }
    Ok((trail, named.len()))
}
