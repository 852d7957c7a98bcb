//! A copy made while people write, restored and compared row by row and photo by photo.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ground::db::Db;
use people::media;
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use server::backup;
use server::blobs::Blobs;
use server::config::{BlobsAt, Config};
use server::mailer::Mailer;
use server::state::State;

use crate::place::{Place, jpeg, location};

/// Every row of every table as text, by table.
async fn rows(db: &Db) -> BTreeMap<String, Vec<String>> {
    let ask = async |sql: String| db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap();
    let tables =
        ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'product_words%' AND name NOT LIKE 'sqlite_%'".into())
            .await;
    let mut all = BTreeMap::new();
    for table in tables {
        let table: String = table.try_get("", "name").unwrap();
        let columns = ask(format!("SELECT name FROM pragma_table_info('{table}')")).await;
        let columns: Vec<String> = columns.iter().map(|row| format!("quote(\"{}\")", row.try_get::<String>("", "name").unwrap())).collect();
        let found = ask(format!("SELECT {} AS line FROM \"{table}\" ORDER BY 1", columns.join(" || '|' || "))).await;
        all.insert(table, found.iter().map(|row| row.try_get("", "line").unwrap()).collect());
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_under_load_is_whole_and_a_quiet_one_is_the_same() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let to = location(&place.post_as(&family, "/ar/me/products", "").await);
    place.upload(&family, &to, &[], &[("photos", "a.jpg", &jpeg(12))]).await;
    // Two rows that every transaction changes together.
    place.run("CREATE TABLE pair (a BIGINT NOT NULL, b BIGINT NOT NULL)").await;
    place.run("INSERT INTO pair (a, b) VALUES (0, 0)").await;
    let (db, go_on) = (place.state.db.clone(), Arc::new(AtomicBool::new(true)));
    let writing = tokio::spawn({
        let go_on = go_on.clone();
        async move {
            let mut done = 0_i64;
            while go_on.load(Ordering::Relaxed) || done < 20 {
                let tx = db.begin().await.unwrap();
                tx.run("UPDATE pair SET a = a + 1", vec![]).await.unwrap();
                tx.run("UPDATE pair SET b = b + 1", vec![]).await.unwrap();
                tx.commit().await.unwrap();
                done += 1;
            }
            done
        }
    });
    let busy = place.folder.path().join("busy");
    backup::run(&place.state, &busy).await.unwrap();
    backup::verify(&busy).await.unwrap();
    go_on.store(false, Ordering::Relaxed);
    assert!(writing.await.unwrap() >= 20);
    let copy = Db::open(&format!("sqlite://{}", busy.join("souq.sqlite").display()), 2).await.unwrap();
    let one = async |sql: &str| {
        let row = copy.read().query_one_raw(Statement::from_string(copy.backend(), sql)).await.unwrap().unwrap();
        row.try_get_by_index::<String>(0).unwrap()
    };
    assert_eq!(one("PRAGMA integrity_check").await, "ok");
    assert_eq!(one("SELECT CASE WHEN a = b THEN 'same' ELSE 'torn' END FROM pair").await, "same");
    // Nothing writes now: the second copy has every row, and the photos that its rows name.
    let quiet = place.folder.path().join("quiet");
    backup::run(&place.state, &quiet).await.unwrap();
    let restored = Db::open(&format!("sqlite://{}", quiet.join("souq.sqlite").display()), 2).await.unwrap();
    assert_eq!(rows(&restored).await, rows(&place.state.db).await);
    let blobs = Blobs::open(&BlobsAt::Folder(quiet.join("blobs"))).unwrap();
    let named = "SELECT DISTINCT address FROM media WHERE kind = 'photo'";
    let mut compared = 0;
    for row in restored.read().query_all_raw(Statement::from_string(restored.backend(), named)).await.unwrap() {
        let address: String = row.try_get("", "address").unwrap();
        for file in [format!("photos/{address}-320.webp"), format!("photos/{address}-1280.jpg")] {
            let (copied, own) = (blobs.get(&file).await.unwrap(), place.state.blobs.get(&file).await.unwrap());
            assert!(copied.is_some() && copied == own, "{file}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
    assert!(backup::run(&place.state, &quiet).await.is_err(), "an older copy is not written over");
    restored.close().await.unwrap();
    // The way back: to a file and a store that are not there yet.
    assert!(backup::verify(&quiet).await.is_err(), "a copy that was broken off is none");
    let whole = place.folder.path().join("whole");
    backup::run(&place.state, &whole).await.unwrap();
    let back = settings(&format!("sqlite://{}", place.folder.path().join("back/souq.sqlite").display()), &place.folder.path().join("back"));
    let said = backup::restore(&back, &whole).await.unwrap();
    assert!(said.contains("rows of the trail hold"), "{said}");
    let db = Db::open(&back.database_url, 2).await.unwrap();
    assert_eq!(rows(&db).await, rows(&place.state.db).await);
    db.close().await.unwrap();
    same_files(&place.state.blobs, &Blobs::open(&back.blobs).unwrap(), &place.state.db).await;
    assert!(backup::restore(&back, &whole).await.is_err(), "nothing is written over");
    damaged(&whole).await;
}

fn settings(url: &str, data: &Path) -> Config {
    let config = Config::read(|name| match name {
        "DATABASE_URL" => Some(url.to_owned()),
        "SOUQ_DATA" => Some(data.display().to_string()),
        _ => None,
    });
    config.unwrap()
}

/// Every file that a row names is the same in both stores.
async fn same_files(one: &Blobs, other: &Blobs, db: &Db) {
    let named = media::addresses(db.read()).await.unwrap();
    for (kind, address) in &named {
        for file in kind.files(address) {
            let (a, b) = (one.get(&file).await.unwrap(), other.get(&file).await.unwrap());
            assert!(a.is_some() && a == b, "{file}");
        }
    }
    assert!(named.len() > 100, "{}", named.len());
}

/// A copy in which anything was changed, or is missing, is not whole.
async fn damaged(copy: &Path) {
    backup::verify(copy).await.unwrap();
    let photos = copy.join("blobs/photos");
    let photo = std::fs::read_dir(&photos).unwrap().next().unwrap().unwrap().path();
    let bytes = std::fs::read(&photo).unwrap();
    let mut other = bytes.clone();
    other[bytes.len() / 2] ^= 1;
    std::fs::write(&photo, other).unwrap();
    assert!(backup::verify(copy).await.unwrap_err().to_string().contains("not as it was written"), "one bit of a photo");
    std::fs::remove_file(&photo).unwrap();
    assert!(backup::verify(copy).await.is_err(), "a photo is missing");
    std::fs::write(&photo, bytes).unwrap();
    backup::verify(copy).await.unwrap();
    let file = copy.join("souq.sqlite");
    let mut database = std::fs::read(&file).unwrap();
    let middle = database.len() / 2;
    database[middle] ^= 1;
    std::fs::write(&file, database).unwrap();
    assert!(backup::verify(copy).await.is_err(), "one bit of the database");
    std::fs::remove_file(copy.join("manifest.json")).unwrap();
    assert!(backup::verify(copy).await.unwrap_err().to_string().contains("not finished"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_postgresql_is_the_way_back() {
    let base = std::env::var("SOUQ_TEST_POSTGRES").unwrap();
    let admin = Database::connect(format!("{base}/postgres")).await.unwrap();
    let new = async || {
        let name = format!("souq_{:016x}", rand::random::<u64>());
        admin.execute_raw(Statement::from_string(DbBackend::Postgres, format!("CREATE DATABASE {name}"))).await.unwrap();
        format!("{base}/{name}")
    };
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (settings(&new().await, &folder.path().join("from")), settings(&new().await, &folder.path().join("to")));
    crate::doubles::filled(&from.database_url).await;
    let db = Db::open(&from.database_url, 4).await.unwrap();
    let blobs = Blobs::open(&from.blobs).unwrap();
    for (kind, address) in media::addresses(db.read()).await.unwrap() {
        for file in kind.files(&address) {
            blobs.put(&file, file.clone().into_bytes().into()).await.unwrap();
        }
    }
    let state = State::of(from, db, blobs, Mailer::in_memory().0);
    let copy = folder.path().join("copy");
    backup::run(&state, &copy).await.unwrap();
    backup::verify(&copy).await.unwrap();
    backup::restore(&to, &copy).await.unwrap();
    let back = Db::open(&to.database_url, 4).await.unwrap();
    let digest = async |db: &Db| {
        let mut all = BTreeMap::new();
        for table in backup::count_rows(db.read()).await.unwrap().into_keys() {
            let sql = format!("SELECT COALESCE(MD5(STRING_AGG(t::text, '|' ORDER BY t::text)), '') FROM \"{table}\" t");
            let row = db.read().query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
            all.insert(table, row.try_get_by_index::<String>(0).unwrap());
        }
        all
    };
    assert_eq!(digest(&back).await, digest(&state.db).await);
    same_files(&state.blobs, &Blobs::open(&to.blobs).unwrap(), &state.db).await;
    assert!(backup::restore(&to, &copy).await.is_err(), "nothing is written over");
}
