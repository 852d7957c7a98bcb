//! A real database for each test, empty or with the demo town: a fresh SQLite file, and a PostgreSQL
//! database cloned from a migrated template. `make test` starts the PostgreSQL cluster.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

use crate::accounts;
use crate::ctx::{Ctx, Site};
use crate::db::Db;
use crate::media::{Kind, NewMedia};
use crate::world;

/// A database that goes away with the test.
pub struct Place {
    /// The command line as an actor, on this database.
    pub ctx: Ctx,
    _folder: Option<tempfile::TempDir>,
}

/// A Tuesday, in working hours.
pub fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 10, 0, 0).unwrap()
}

fn place(db: Db, folder: Option<tempfile::TempDir>) -> Place {
    let site = Arc::new(Site { public_url: "https://souq.example".into(), ..Site::default() });
    Place { ctx: world::console(db, site, noon()), _folder: folder }
}

/// A fresh SQLite file.
pub async fn sqlite() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("souq.sqlite").display()), 4).await.unwrap();
    Migrator::up(db.writer(), None).await.unwrap();
    place(db, Some(folder))
}

/// A fresh PostgreSQL database.
pub async fn postgres() -> Place {
    let base = std::env::var("SOUQ_TEST_POSTGRES").expect("SOUQ_TEST_POSTGRES is not set: run the tests with `make test`");
    let admin = Database::connect(format!("{base}/postgres")).await.unwrap();
    let run = |sql: String| admin.execute_raw(Statement::from_string(DbBackend::Postgres, sql));
    let name = format!("souq_{:016x}", rand::random::<u64>());
    // One process makes the template, the others wait for it.
    let template = {
        let lock = Database::connect(format!("{base}/postgres")).await.unwrap();
        lock.execute_raw(Statement::from_string(DbBackend::Postgres, "SELECT pg_advisory_lock(77)")).await.unwrap();
        let template = format!("souq_template_{}", Migrator::migrations().len());
        let found =
            Statement::from_sql_and_values(DbBackend::Postgres, "SELECT 1 FROM pg_database WHERE datname = $1", [template.as_str().into()]);
        if lock.query_one_raw(found).await.unwrap().is_none() {
            run(format!("CREATE DATABASE {template}_new")).await.unwrap();
            let fresh = Database::connect(format!("{base}/{template}_new")).await.unwrap();
            Migrator::up(&fresh, None).await.unwrap();
            fresh.close().await.unwrap();
            run(format!("ALTER DATABASE {template}_new RENAME TO {template}")).await.unwrap();
        }
        run(format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
        lock.close().await.unwrap();
        template
    };
    drop(template);
    let db = Db::open(&format!("{base}/{name}"), 12).await.unwrap();
    place(db, None)
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
pub async fn town(ctx: &Ctx) {
    let pictures: Vec<NewMedia> = (0..world::FAMILIES.len() * world::PICTURES).map(|n| photo(1_000 + n as u64)).collect();
    let paper = NewMedia { kind: Kind::Document, mime: "image/jpeg".into(), perceptual_hash: None, ..photo(999) };
    world::fill(ctx, &world::Stored { pictures, paper }).await.unwrap();
}

/// A person of the town as an actor, at a time.
pub async fn person(ctx: &Ctx, phone: &str) -> Ctx {
    let id = accounts::person_by_phone(ctx.db.read(), phone).await.unwrap().unwrap();
    Ctx { actor: accounts::demo_actor(ctx, id).await.unwrap(), ..ctx.clone() }
}

/// Runs one test on both databases.
#[macro_export]
macro_rules! on_both {
    ($(async fn $name:ident($ctx:ident: &Ctx) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($ctx: &Ctx) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let place = $crate::testing::sqlite().await;
                check(&place.ctx).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let place = $crate::testing::postgres().await;
                check(&place.ctx).await;
            }
        }
    )+};
}
