//! A real database for each test, with the demo town in it: a copy of one SQLite file, and a clone of one PostgreSQL
//! database, both made once in each program of tests. `make test` starts the PostgreSQL cluster.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod codes;

use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use ground::ctx::{Ctx, Site};
use ground::db::Db;
use migrations::Migrator;
use people::accounts;
use people::media::{Kind, NewMedia};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// A database that goes away with the test.
pub struct Place {
    /// The command line as an actor, on this database.
    pub ctx: Ctx,
    is: Is,
}

enum Is {
    File {
        /// Goes away with its file when the test is over.
        _folder: TempDir,
    },
    Database {
        admin: DatabaseConnection,
        name: String,
    },
}

impl Place {
    /// Takes the database away. After a test that failed it stays for as long as the cluster does.
    pub async fn leave(self) {
        if let Is::Database { admin, name } = self.is {
            drop(self.ctx);
            run(&admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// A Tuesday, in working hours.
pub fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 10, 0, 0).unwrap()
}

fn console(db: Db) -> Ctx {
    let site = Arc::new(Site { public_url: "https://souq.example".into(), ..Site::default() });
    world::console(db, site, noon())
}

async fn run(admin: &DatabaseConnection, sql: String) {
    admin.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
}

async fn filled(db: Db) {
    Migrator::up(db.writer(), None).await.unwrap();
    town(&console(db)).await;
}

/// A copy of the SQLite file that holds the town.
pub async fn sqlite() -> Place {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(async || {
        let folder = tempfile::tempdir().unwrap();
        let (made, copy) = (folder.path().join("made.sqlite"), folder.path().join("town.sqlite"));
        let db = Db::open(&format!("sqlite://{}", made.display()), 4).await.unwrap();
        filled(db.clone()).await;
        let whole = Statement::from_string(DbBackend::Sqlite, format!("VACUUM INTO '{}'", copy.display()));
        db.writer().execute_raw(whole).await.unwrap();
        std::fs::read(copy).unwrap()
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("souq.sqlite");
    std::fs::write(&path, template.await).unwrap();
    let db = Db::open(&format!("sqlite://{}", path.display()), 4).await.unwrap();
    Place { ctx: console(db), is: Is::File { _folder: folder } }
}

/// A clone of the PostgreSQL database that holds the town.
pub async fn postgres() -> Place {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let base = std::env::var("SOUQ_TEST_POSTGRES").expect("SOUQ_TEST_POSTGRES is not set: run the tests with `make test`");
    let admin = Database::connect(format!("{base}/postgres")).await.unwrap();
    let new = || format!("souq_{:016x}", rand::random::<u64>());
    let template = TEMPLATE.get_or_init(async || {
        let name = new();
        run(&admin, format!("CREATE DATABASE {name}")).await;
        let db = Db::open(&format!("{base}/{name}"), 4).await.unwrap();
        filled(db.clone()).await;
        // A database is cloned only while nobody is connected to it.
        db.close().await.unwrap();
        name
    });
    let name = new();
    run(&admin, format!("CREATE DATABASE {name} TEMPLATE {}", template.await)).await;
    let db = Db::open(&format!("{base}/{name}"), 12).await.unwrap();
    Place { ctx: console(db), is: Is::Database { admin, name } }
}

/// A photo as the database knows it; no two seeds are near each other.
pub fn photo(seed: u64) -> NewMedia {
    let hash = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) as i64;
    NewMedia {
        kind: Kind::Photo,
        address: format!("{seed:064x}"),
        mime: "image/webp".into(),
        width: 640,
        height: 480,
        color: "#aabbcc".into(),
        perceptual_hash: Some(hash),
        bytes: 1,
    }
}

/// The demo town, its pictures without bytes.
async fn town(ctx: &Ctx) {
    let pictures: Vec<NewMedia> = (0..world::FAMILIES.len() * world::PICTURES).map(|n| photo(1_000 + n as u64)).collect();
    let paper = NewMedia { kind: Kind::Document, mime: "image/jpeg".into(), perceptual_hash: None, ..photo(999) };
    world::fill(ctx, &world::Stored { pictures, paper }).await.unwrap();
}

/// A person of the town as an actor, at a time.
pub async fn person(ctx: &Ctx, phone: &str) -> Ctx {
    let id = accounts::person_by_phone(ctx.db.read(), phone).await.unwrap().unwrap();
    Ctx { actor: world::signed_in(ctx, id).await.unwrap(), ..ctx.clone() }
}

/// Runs one test on both databases, each with the demo town in it.
#[macro_export]
macro_rules! on_both {
    ($(async fn $name:ident($ctx:ident: &Ctx) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($ctx: &Ctx) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let place = $crate::sqlite().await;
                check(&place.ctx).await;
                place.leave().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let place = $crate::postgres().await;
                check(&place.ctx).await;
                place.leave().await;
            }
        }
    )+};
}

/// Whoever holds the database finds neither by the transaction nor by the order of rows who said what. `words` and `counts` are tables with
/// the condition that picks what was said about one thing.
pub async fn told_apart_by_nothing(ctx: &Ctx, words: &str, counts: &str) {
    let one = async |sql: String| -> i64 {
        let row = ctx.db.read().query_one_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    };
    for rows in [words, counts] {
        assert!(one(format!("SELECT COUNT(*) AS n FROM {rows}")).await > 0, "nothing was said in {rows}");
        if ctx.db.backend() == DbBackend::Postgres {
            assert_eq!(one(format!("SELECT COUNT(DISTINCT xmin::text) AS n FROM {rows}")).await, 1, "{rows}");
        } else {
            let counted = ctx.db.read().query_one_raw(Statement::from_string(DbBackend::Sqlite, format!("SELECT rowid FROM {rows}"))).await;
            assert!(counted.is_err(), "{rows} has no hidden number");
        }
    }
    if ctx.db.backend() == DbBackend::Postgres {
        let order =
            format!("SELECT COUNT(*) AS n FROM (SELECT id, LAG(id) OVER (ORDER BY ctid) AS before FROM {words}) o WHERE before > id");
        assert_eq!(one(order).await, 0, "in the order of their keys");
    }
}
