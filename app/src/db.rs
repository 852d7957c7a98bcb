//! The database: one writer and many readers on SQLite, one pool on PostgreSQL.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};

/// Handles to the database; cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    kept: Arc<Mutex<HashMap<TypeId, (Instant, Kept)>>>,
}

type Kept = Arc<dyn Any + Send + Sync>;

/// How long another process may show reference data after it was edited.
const KEPT_FOR: Duration = Duration::from_secs(20);

impl Db {
    /// Opens `sqlite://…` (the file is made if missing) or `postgres://…`.
    pub async fn open(url: &str, connections: u32) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(url, 1)).await?;
            let reader = Database::connect(sqlite(url, connections)).await?;
            return Ok(Self { writer, reader, kept: Arc::default() });
        }
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(8))
            .test_before_acquire_if_idle_for(Duration::from_secs(30))
            .sqlx_logging(false);
        let pool = Database::connect(options).await?;
        Ok(Self { writer: pool.clone(), reader: pool, kept: Arc::default() })
    }

    /// For queries outside a transaction. Writing through it fails on SQLite.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The connection that migrations run on.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// Begins a transaction that may write: BEGIN IMMEDIATE on SQLite, so that a check and the
    /// write after it are one; READ COMMITTED with row locks on PostgreSQL. Dropping it undoes it.
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        Ok(Tx(self.writer.begin_with_options(options).await?))
    }

    /// Reference data of a type that is kept for [`KEPT_FOR`], so that no page loads it anew.
    pub fn kept<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, value) = kept.get(&TypeId::of::<T>())?;
        if since.elapsed() > KEPT_FOR {
            return None;
        }
        value.clone().downcast().ok()
    }

    /// Keeps reference data.
    pub fn keep<T: Any + Send + Sync>(&self, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(TypeId::of::<T>(), (Instant::now(), value.clone()));
        value
    }

    /// Lets go of reference data after it was edited here.
    pub fn forget(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// One cheap query, for readiness.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reader.ping().await
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(8))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                .pragma("cache_size", "-16000")
                .pragma("mmap_size", "268435456")
        });
    options
}

/// A transaction. It is a connection for sea-orm; [`Tx::commit`] ends it, dropping undoes it.
#[derive(Debug)]
pub struct Tx(DatabaseTransaction);

impl Tx {
    /// Makes everything done in it last.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.0.commit().await
    }

    /// A statement with `$1`, `$2` … that both databases understand.
    pub async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
        let statement = Statement::from_sql_and_values(self.0.get_database_backend(), sql, values);
        Ok(self.0.execute_raw(statement).await?.rows_affected())
    }

    /// The next number of a series such as `decision-2026`; gaps only where a transaction failed.
    pub async fn next_number(&self, series: &str) -> Result<i64, DbErr> {
        let sql = "INSERT INTO numbering (series, last) VALUES ($1, 1) \
                   ON CONFLICT (series) DO UPDATE SET last = numbering.last + 1 RETURNING last";
        let statement = Statement::from_sql_and_values(self.0.get_database_backend(), sql, [series.into()]);
        let row = self.0.query_one_raw(statement).await?;
        row.ok_or_else(|| DbErr::RecordNotFound("numbering".into()))?.try_get("", "last")
    }

    /// Says that what the public sees has changed, so that page caches of all processes let go.
    pub async fn public_changed(&self) -> Result<(), DbErr> {
        self.run("UPDATE epoch SET value = value + 1 WHERE id = 1", vec![]).await.map(|_| ())
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.0
    }
}
