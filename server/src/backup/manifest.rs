//! What a copy consists of, written down when it was finished.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use serde::{Deserialize, Serialize};

use super::Failure;

const NAME: &str = "manifest.json";

/// A finished copy.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// When it was finished.
    pub made_at: DateTime<Utc>,
    /// The version of the program that made it.
    pub version: String,
    /// The file of the database.
    pub database: String,
    /// Its SHA-256, in hex.
    pub sha256: String,
    /// Rows of each table.
    pub rows: BTreeMap<String, i64>,
}

impl Manifest {
    /// Of a folder.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let file = folder.join(NAME);
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("{}: {error}; this is no copy, or one that was not finished", file.display()))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()).into())
    }

    /// Written whole, or not at all.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let half = folder.join(format!("{NAME}.part"));
        std::fs::write(&half, serde_json::to_vec_pretty(self)?)?;
        std::fs::File::open(&half)?.sync_all()?;
        Ok(std::fs::rename(half, folder.join(NAME))?)
    }

    /// Of a folder to which another copy is written.
    pub fn forget(folder: &Path) -> Result<(), Failure> {
        match std::fs::remove_file(folder.join(NAME)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// How many rows each table has; what only helps to search is no table of its own.
pub async fn count_rows<C: ConnectionTrait>(db: &C) -> Result<BTreeMap<String, i64>, DbErr> {
    let backend = db.get_database_backend();
    let tables = match backend {
        DbBackend::Postgres => {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%VIRTUAL%'",
    };
    let found = db.query_all_raw(Statement::from_string(backend, tables)).await?;
    let names = found.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<String>, _>>()?;
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let counts: Vec<String> = names.iter().map(|name| format!("SELECT '{name}', COUNT(*) FROM \"{name}\"")).collect();
    let counted = db.query_all_raw(Statement::from_string(backend, counts.join(" UNION ALL "))).await?;
    counted.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}
