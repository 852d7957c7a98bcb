//! What a running program holds.

use std::collections::HashMap;
use std::sync::Arc;

use app::ctx::Site;
use app::db::Db;
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sea_orm_migration::MigratorTrait;

use crate::assets;
use crate::blobs::Blobs;
use crate::cache::Pages;
use crate::config::Config;
use crate::mailer::Mailer;

/// Handles that requests and the worker share.
#[derive(Clone)]
pub struct State {
    /// Database.
    pub db: Db,
    /// Photos and documents.
    pub blobs: Blobs,
    /// Mail.
    pub mailer: Mailer,
    /// What pages show of the settings.
    pub site: Arc<Site>,
    /// Kept pages.
    pub pages: Pages,
    /// Settings.
    pub config: Arc<Config>,
}

impl State {
    /// Opens everything and brings the schema up to date.
    pub async fn open(config: Config) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        std::fs::create_dir_all(&config.data)?;
        const READERS: u32 = 8;
        let db = Db::open(&config.database_url, READERS).await?;
        migrate(&db).await?;
        let blobs = Blobs::open(&config.blobs)?;
        let mailer = Mailer::open(&config.mail, &config.mail_from)?;
        Ok(Self::of(config, db, blobs, mailer))
    }

    /// Puts opened parts together; tests bring their own.
    pub fn of(config: Config, db: Db, blobs: Blobs, mailer: Mailer) -> Self {
        let assets: HashMap<String, String> = assets::names();
        let site = Site { public_url: config.public_url.clone(), development: config.development, assets };
        Self { pages: Pages::new(db.clone()), db, blobs, mailer, site: Arc::new(site), config: Arc::new(config) }
    }
}

/// Brings the schema up to date. Several processes may start at once: on PostgreSQL an advisory lock
/// lets one after the other through, on SQLite the single writer does.
pub async fn migrate(db: &Db) -> Result<(), DbErr> {
    const LOCK: i64 = 0x0050_5551;
    if db.backend() != DbBackend::Postgres {
        return Migrator::up(db.writer(), None).await;
    }
    let tx = db.begin().await?;
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_advisory_xact_lock($1)", [LOCK.into()])).await?;
    Migrator::up(&*tx, None).await?;
    tx.commit().await
}
