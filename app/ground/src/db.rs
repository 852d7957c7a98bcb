//! The database: one writer and many readers on SQLite, one pool on PostgreSQL.

use std::any::{Any, TypeId};
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};
use tokio::sync::watch;

use crate::changes::{self, Changes, REFERENCE, Shows, Standing, Thing};
use crate::once::SentForm;

/// Handles to the database; cheap to clone.
#[derive(Debug, Clone)]
pub struct Db(Arc<Handles>);

#[derive(Debug)]
struct Handles {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    left: watch::Sender<()>,
    changes: Arc<Changes>,
    kept: Mutex<HashMap<TypeId, (u64, Kept)>>,
    held: Mutex<HashMap<TypeId, Kept>>,
}

type Kept = Arc<dyn Any + Send + Sync>;

impl Db {
    /// Opens `sqlite://…` (the file is made if missing) or `postgres://…`.
    pub async fn open(url: &str, connections: u32) -> Result<Self, DbErr> {
        let (writer, reader) = connect(url, connections).await?;
        Ok(Self::of(writer, reader))
    }

    /// The same, and each statement is told as it was sent, for tests of how many a page or a task needs.
    pub async fn open_watched(url: &str, connections: u32, told: impl Fn(&str) + Send + Sync + Clone + 'static) -> Result<Self, DbErr> {
        let (mut writer, mut reader) = connect(url, connections).await?;
        for connection in [&mut writer, &mut reader] {
            let told = told.clone();
            connection.set_metric_callback(move |info: &sea_orm::metric::Info<'_>| told(&info.statement.sql));
        }
        Ok(Self::of(writer, reader))
    }

    fn of(writer: DatabaseConnection, reader: DatabaseConnection) -> Self {
        Self(Arc::new(Handles {
            writer,
            reader,
            left: watch::Sender::default(),
            changes: Arc::default(),
            kept: Mutex::default(),
            held: Mutex::default(),
        }))
    }

    /// For queries outside a transaction. Writing through it fails on SQLite.
    pub fn read(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    /// The connection that migrations run on.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.0.reader.get_database_backend()
    }

    /// Begins a transaction that may write: BEGIN IMMEDIATE on SQLite, so that a check and the
    /// write after it are one; READ COMMITTED with row locks on PostgreSQL. Dropping it undoes it.
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        let tx = self.0.writer.begin_with_options(options).await?;
        let (left, changes) = (self.0.left.clone(), self.0.changes.clone());
        Ok(Tx { tx, tasks: AtomicBool::new(false), left, changed: Mutex::default(), changes, form: None })
    }

    /// Changes when a task was left for the worker, here or (on PostgreSQL, by [`CHANNEL`]) elsewhere. Each loop of the worker has one of
    /// its own, so none misses it.
    pub fn tasks_left(&self) -> watch::Receiver<()> {
        self.0.left.subscribe()
    }

    /// Wakes the worker of this process.
    pub fn wake(&self) {
        self.0.left.send_replace(());
    }

    /// Reference data of a type, as long as none was edited; else the number to keep it by when it was read.
    pub fn kept<T: Any + Send + Sync>(&self) -> Result<Arc<T>, u64> {
        let now = self.0.changes.now();
        let kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (seen, value) = kept.get(&TypeId::of::<T>()).ok_or(now)?;
        let holds = self.0.changes.standing(&Shows::any(REFERENCE), *seen) == Standing::Holds;
        value.clone().downcast().ok().filter(|_| holds).ok_or(now)
    }

    /// What is held for as long as the program runs, and says itself whether it still holds.
    pub fn held<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        let held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&TypeId::of::<T>())?.clone().downcast().ok()
    }

    /// Holds it.
    pub fn hold<T: Any + Send + Sync>(&self, value: T) -> Arc<T> {
        let value = Arc::new(value);
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), value.clone());
        value
    }

    /// Keeps reference data that was read after a change with this number.
    pub fn keep<T: Any + Send + Sync>(&self, seen: u64, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(TypeId::of::<T>(), (seen, value.clone()));
        value
    }

    /// What this process has heard of changes that the public sees.
    pub fn changes(&self) -> &Changes {
        &self.0.changes
    }

    /// Hears of what other processes have changed. What is committed here is known at once.
    pub async fn follow(&self) -> Result<(), DbErr> {
        self.0.changes.follow(self.read()).await
    }

    /// Erases rows of changes that every process has followed long ago. Gives how many.
    pub async fn erase_old_changes(&self) -> Result<u64, DbErr> {
        let day_ago = if self.backend() == DbBackend::Postgres { "now() - interval '1 day'" } else { "datetime('now', '-1 day')" };
        let sql = format!("DELETE FROM public_change WHERE at < {day_ago}");
        Ok(self.writer().execute_raw(Statement::from_string(self.backend(), sql)).await?.rows_affected())
    }

    /// Ends all connections, the writer's last.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.0.reader.clone().close().await?;
        self.0.writer.clone().close().await
    }

    /// One cheap query, for readiness.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.0.reader.ping().await
    }
}

/// Writer and reader.
async fn connect(url: &str, connections: u32) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    if url.starts_with("sqlite:") {
        let (writer, readers) = (sqlite(url, 1, Use::Writes), sqlite(url, connections, Use::Reads));
        return Ok((Database::connect(writer).await?, Database::connect(readers).await?));
    }
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(8))
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .sqlx_logging(false);
    // Two pools: an act that holds a transaction and reads beside it never waits for another act to end.
    Ok((Database::connect(options.clone()).await?, Database::connect(options).await?))
}

/// What connections are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Writes,
    Reads,
}

fn sqlite(url: &str, connections: u32, use_of: Use) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(8))
        .sqlx_logging(false)
        // After a COMMIT that failed (a full disk) SQLite has rolled back by itself; the driver's own ROLLBACK then fails and it
        // takes every later transaction for a part of one that is not there: acknowledged, never written. Such a connection is
        // closed. The ping waits until a queued ROLLBACK was done. Readers begin none, and would pay for it at each
        // statement.
        .map_sqlx_sqlite_pool_opts(move |pool| {
            if use_of == Use::Reads {
                return pool;
            }
            pool.after_release(|connection, _| {
                Box::pin(async move {
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
        })
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                // What is erased is overwritten, also in pages that are free then.
                .pragma("secure_delete", "ON")
                .pragma("cache_size", "-16000")
                .pragma("mmap_size", "268435456")
        });
    options
}

/// The channel on which processes that share PostgreSQL tell each other that pages or tasks have changed.
pub const CHANNEL: &str = "souq";
/// Payload: what the public sees has changed.
pub const PAGES: &str = "pages";
/// Payload: a task waits.
pub const TASKS: &str = "tasks";

/// A transaction. It is a connection for sea-orm; [`Tx::commit`] ends it, dropping undoes it.
#[derive(Debug)]
pub struct Tx {
    tx: DatabaseTransaction,
    tasks: AtomicBool,
    left: watch::Sender<()>,
    changed: Mutex<Vec<(i64, Thing)>>,
    changes: Arc<Changes>,
    form: Option<Arc<SentForm>>,
}

impl Tx {
    /// The transaction of an act that a form asked for.
    pub(crate) fn of_form(self, form: Arc<SentForm>) -> Self {
        Self { form: Some(form), ..self }
    }

    /// Makes everything done in it last.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.tx.commit().await?;
        if let Some(form) = &self.form {
            form.takes_effect();
        }
        self.changes.hear(self.changed.into_inner().unwrap_or_else(PoisonError::into_inner));
        if self.tasks.load(Ordering::Relaxed) {
            self.left.send_replace(());
        }
        Ok(())
    }

    /// On PostgreSQL the other processes hear of it when this transaction commits; on SQLite they look.
    async fn notify(&self, what: &str) -> Result<(), DbErr> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            self.run("SELECT pg_notify($1, $2)", vec![CHANNEL.into(), what.into()]).await?;
        }
        Ok(())
    }

    /// Says that a task was left for the worker.
    pub async fn task_left(&self) -> Result<(), DbErr> {
        if self.tasks.swap(true, Ordering::Relaxed) { Ok(()) } else { self.notify(TASKS).await }
    }

    /// A statement with `$1`, `$2` … that both databases understand.
    pub async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
        let statement = Statement::from_sql_and_values(self.tx.get_database_backend(), sql, values);
        Ok(self.tx.execute_raw(statement).await?.rows_affected())
    }

    /// The next number of a series such as `decision-2026`; gaps only where a transaction failed.
    pub async fn next_number(&self, series: &str) -> Result<i64, DbErr> {
        let sql = "INSERT INTO numbering (series, last) VALUES ($1, 1) \
                   ON CONFLICT (series) DO UPDATE SET last = numbering.last + 1 RETURNING last";
        let statement = Statement::from_sql_and_values(self.tx.get_database_backend(), sql, [series.into()]);
        let row = self.tx.query_one_raw(statement).await?;
        row.ok_or_else(|| DbErr::RecordNotFound("numbering".into()))?.try_get("", "last")
    }

    /// Waits until no other transaction is at the same matter, and lets nobody else at it until this one ends. SQLite has one writer.
    pub async fn alone(&self, matter: &str) -> Result<(), DbErr> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            self.run("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", vec![matter.into()]).await?;
        }
        Ok(())
    }

    /// An address that no row of a table has yet: the slug itself, or with a number behind it, from `next` on; a nameless one is called
    /// after the table. Where thousands bear one name, the row's own key as `next` is found free at once.
    pub async fn free_slug(&self, table: &'static str, base: &str, next: i64) -> Result<String, DbErr> {
        let base = if base.is_empty() { table } else { base };
        self.alone(&format!("{table} {base}")).await?;
        let (mut slug, mut n) = (base.to_owned(), next);
        let sql = format!("SELECT 1 AS taken FROM {table} WHERE slug = $1");
        loop {
            let taken = Statement::from_sql_and_values(self.tx.get_database_backend(), &sql, [slug.as_str().into()]);
            if self.tx.query_one_raw(taken).await?.is_none() {
                return Ok(slug);
            }
            slug = format!("{base}-{n}");
            n += 1;
        }
    }

    /// Says that the public sees another state of something, so that pages of all processes that show it go. A row of its own,
    /// and not one that all acts would wait for.
    pub async fn changed(&self, thing: impl Into<Thing>) -> Result<(), DbErr> {
        self.all_changed([thing.into()]).await
    }

    /// The same of several things, in one statement.
    pub async fn all_changed(&self, things: impl IntoIterator<Item = Thing>) -> Result<(), DbErr> {
        const AT_ONCE: usize = 400;
        let (new, first) = {
            let known = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
            let known: HashSet<&Thing> = known.iter().map(|(_, thing)| thing).collect();
            let mut new: Vec<Thing> = things.into_iter().filter(|thing| !known.contains(thing)).collect();
            new.sort_unstable_by(|a, b| (a.kind.name(), a.key).cmp(&(b.kind.name(), b.key)));
            new.dedup();
            (new, known.is_empty())
        };
        let backend = self.tx.get_database_backend();
        for some in new.chunks(AT_ONCE) {
            let places: Vec<String> = (0..some.len()).map(|n| format!("(${}, ${})", 2 * n + 1, 2 * n + 2)).collect();
            let sql = format!("INSERT INTO public_change (kind, key) VALUES {} RETURNING seq, kind, key", places.join(", "));
            let values = some.iter().flat_map(|thing| [thing.kind.name().into(), thing.key.into()]);
            let rows = self.tx.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
            let rows = rows.iter().map(changes::written).collect::<Result<Vec<_>, _>>()?;
            self.changed.lock().unwrap_or_else(PoisonError::into_inner).extend(rows);
        }
        if first && !new.is_empty() { self.notify(PAGES).await } else { Ok(()) }
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}
