//! A copy made while people write, restored and compared row by row and photo by photo.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ground::db::Db;
use sea_orm::{ConnectionTrait, Statement};
use server::backup;
use server::blobs::Blobs;
use server::config::BlobsAt;

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
}
