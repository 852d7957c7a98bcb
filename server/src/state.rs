//! What a running program holds.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use ground::ctx::Site;
use ground::db::Db;
use ground::seal::{Foreign, Hidden, Keys, Sealed};
use lettre::message::Mailbox;
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sea_orm_migration::MigratorTrait;

use crate::assets;
use crate::blobs::Blobs;
use crate::cache::Pages;
use crate::config::Config;
use crate::known::Known;
use crate::leaving::Leaving;
use crate::machine;
use crate::mailer::Mailer;
use crate::once::Answers;
use crate::pulse::Pulse;
use crate::site_map::SiteMap;
use crate::uploads::Uploads;

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
    /// How far ahead of the clock requests are; nothing but tests sets it.
    pub ahead: chrono::Duration,
    /// Who may send files now.
    pub uploads: Uploads,
    /// Kept pages.
    pub pages: Pages,
    /// Known photos.
    pub known: Known,
    /// Kept files of the site map.
    pub site_map: SiteMap,
    /// Answers of forms that are not written down yet.
    pub answers: Answers,
    /// Whether this process is about to stop.
    pub leaving: Leaving,
    /// Signs of life of the worker.
    pub pulse: Pulse,
    /// Settings.
    pub config: Arc<Config>,
}

/// What opening does with the schema of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// It is brought up to date.
    UpToDate,
    /// It stays: a backup before an update is the only way back.
    AsItStands,
}

impl State {
    /// Opens everything.
    pub async fn open(mut config: Config, schema: Schema) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        const READERS: u32 = 8;
        let folder = std::fs::create_dir_all(&config.data).and_then(|()| machine::takes_files(&config.data));
        folder.map_err(|error| format!("SOUQ_DATA={}: {error}; name a folder that can be written to", config.data.display()))?;
        // Never with its value, which may hold a password.
        let database = |error: DbErr| {
            let said = error.to_string();
            // sea-orm-migration's words for what has been applied and is not known here.
            let newer = said.contains("has been applied but its file is missing");
            let hint = if newer {
                "a newer version of souq has used this database; install that one"
            } else {
                "is the database there, and may this user change its schema?"
            };
            format!("DATABASE_URL: {said}; {hint}")
        };
        // One after the other also for the first opening, which sets the journal of a new file.
        let turn = own_turn(&config.database_url).await.map_err(|error| format!("DATABASE_URL: no lock beside the file: {error}"))?;
        let db = Db::open(&config.database_url, READERS).await.map_err(database)?;
        if schema == Schema::UpToDate {
            if config.keys.is_empty() {
                config.keys = own_keys(&config.data)?;
            }
            migrate(&db).await.map_err(database)?;
            let foreign = |error| match error {
                Foreign::Database(error) => database(error),
                Foreign::Other => "SOUQ_KEY: this database was sealed with another key; every server of it needs the same".to_owned(),
                Foreign::Missing => "SOUQ_KEY: this database was sealed with more keys; name all of them, the oldest first".to_owned(),
            };
            config.keys.settle(&db, SEALED, HIDDEN).await.map_err(foreign)?;
        }
        drop(turn);
        let blobs = Blobs::open(&config.blobs).map_err(|error| format!("SOUQ_BLOBS: {error}"))?;
        let mailer = Mailer::open(&config.mail, &config.mail_from).map_err(|error| format!("SOUQ_SMTP_URL: {error}"))?;
        Ok(Self::of(config, db, blobs, mailer))
    }

    /// Puts opened parts together; tests bring their own.
    pub fn of(config: Config, db: Db, blobs: Blobs, mailer: Mailer) -> Self {
        let assets: HashMap<String, String> = assets::names();
        let site = Site {
            public_url: config.public_url.clone(),
            mail_address: config.mail_from.parse::<Mailbox>().map(|from| from.email.to_string()).unwrap_or_default(),
            development: config.development,
            reload: config.reload,
            keys: config.keys.clone(),
            assets,
            ..Site::default()
        };
        let (pages, known, site_map) = (Pages::new(db.clone()), Known::new(db.clone()), SiteMap::default());
        let (uploads, pulse) = (Uploads::default(), Pulse::default());
        Self {
            answers: Answers::default(),
            leaving: Leaving::default(),
            pulse,
            pages,
            known,
            site_map,
            uploads,
            ahead: chrono::Duration::zero(),
            db,
            blobs,
            mailer,
            site: Arc::new(site),
            config: Arc::new(config),
        }
    }
}

/// What is sealed with keys.
pub const SEALED: &[Sealed] = &[people::accounts::SEALED, training::SEALED, ground::checkpoints::SEALED];

/// What is encrypted with them.
pub const HIDDEN: &[Hidden] = &[people::accounts::HIDDEN];

/// The keys in the folder of the data, if they are there.
pub fn keys_there(data: &Path) -> Result<Keys, String> {
    if data.join("souq.key").exists() { own_keys(data) } else { Ok(Keys::default()) }
}

/// The keys in the folder of the data; the first one is made when there is none.
fn own_keys(data: &Path) -> Result<Keys, String> {
    let file = data.join("souq.key");
    let said = |error: std::io::Error| format!("SOUQ_KEY: {}: {error}", file.display());
    if !file.exists() {
        // Written whole before it bears its name: several processes may start at once, and the first one's key is everybody's.
        let own = data.join(format!("souq.key.{:016x}", rand::random::<u64>()));
        let mut new = std::fs::File::create_new(&own).map_err(said)?;
        new.write_all(format!("{}\n", Keys::new_key()).as_bytes()).and_then(|()| new.sync_all()).map_err(said)?;
        match std::fs::hard_link(&own, &file) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(said(error)),
            _ => std::fs::remove_file(&own).map_err(said)?,
        }
    }
    let text = std::fs::read_to_string(&file).map_err(said)?;
    Keys::parse(&text).ok_or_else(|| format!("SOUQ_KEY: {} holds no key of 64 hexadecimal digits", file.display()))
}

/// Several processes may start at once on one file: a lock beside it lets one after the other open and migrate it.
async fn own_turn(url: &str) -> Result<Option<std::fs::File>, std::io::Error> {
    let Some(file) = url.strip_prefix("sqlite://").and_then(|rest| rest.split('?').next()).filter(|file| !file.starts_with(':')) else {
        return Ok(None);
    };
    let lock = format!("{file}.migrating");
    let taken = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::create(lock)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    taken.await.map_err(std::io::Error::other)?.map(Some)
}

/// Brings the schema up to date. Several processes may start at once: on PostgreSQL an advisory lock lets one after the
/// other through.
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
