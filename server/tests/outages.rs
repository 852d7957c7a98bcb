//! What the program stands on goes away under load and comes back: reading goes on where it can, writing says that it cannot,
//! and nothing that was acknowledged is lost, doubled or torn.
#![allow(clippy::unwrap_used)]

mod process;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use process::{How, Work, Writers, ask, file_of, is_sound, send, start};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
}

/// To the program a restart: every connection ends, and for a while there is no new one.
#[tokio::test(flavor = "multi_thread")]
async fn postgresql_goes_and_comes_back() {
    const ERRORS_AT_MOST: Duration = Duration::from_secs(10);
    let base = std::env::var("SOUQ_TEST_POSTGRES").expect("SOUQ_TEST_POSTGRES is not set: run the tests with `make test`");
    let admin = Database::connect(format!("{base}/postgres")).await.unwrap();
    let name = format!("souq_outage_{:016x}", rand::random::<u64>());
    run(&admin, &format!("CREATE DATABASE {name}")).await;
    let (data, url) = (tempfile::tempdir().unwrap(), format!("{base}/{name}"));
    let server = start(data.path(), &How { demo: true, database: Some(&url), ..How::default() });
    let writers = Writers::new(&server, &url, 4).await;
    let work = writers.work(server.address);
    for n in 1..=3 {
        Work::until(&work.acknowledged, n * 20);
        run(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        run(&admin, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
        let refused = work.refused.load(std::sync::atomic::Ordering::SeqCst);
        Work::until(&work.refused, refused + 4);
        assert_eq!(ask(server.address, "GET", "/readyz", "", "").unwrap().0, 503);
        assert_eq!(ask(server.address, "GET", "/healthz", "", "").unwrap().0, 200);
        run(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
        let back = Instant::now();
        let acknowledged = work.acknowledged.load(std::sync::atomic::Ordering::SeqCst);
        Work::until(&work.acknowledged, acknowledged + 4);
        assert!(back.elapsed() < ERRORS_AT_MOST, "errors for {:?} after the database was back", back.elapsed());
    }
    work.end();
    writers.check(&url, "after three outages").await;
    assert_eq!(ask(server.address, "GET", "/ar/products", "", "").unwrap().0, 200);
    server.kill();
    run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// A photo that no coder makes small.
fn noise() -> Vec<u8> {
    let mut state = 7_u32;
    let picture = image::RgbImage::from_fn(1_400, 1_050, |_, _| {
        image::Rgb([0, 1, 2].map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        }))
    });
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).unwrap();
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_nothing_is_torn() {
    const LARGEST_FILE: u32 = 500;
    let data = tempfile::tempdir().unwrap();
    let (data, url) = (data.path(), file_of(data.path()));
    let server = start(data, &How { demo: true, ..How::default() });
    let writers = Writers::new(&server, &url, 4).await;
    let draft = ask(server.address, "POST", "/ar/me/products", writers.cookie(2), "").unwrap().1;
    let draft = draft.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned();
    // The journal is empty after an orderly end, so that some writes fit.
    server.stop();
    let server = start(data, &How { largest_file: Some(LARGEST_FILE), ..How::default() });
    // A photo that does not fit is not there at all.
    let mut form = b"--edge\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\n".to_vec();
    form.extend(noise());
    form.extend(b"\r\n--edge--\r\n");
    let (status, _) = send(server.address, "POST", &draft, writers.cookie(2), "multipart/form-data; boundary=edge", &form).unwrap();
    assert_eq!(status, 503);
    // Writing goes on until the journal is full, and then says so.
    let work = writers.work(server.address);
    Work::until(&work.refused, 8);
    for path in ["/ar", "/ar/products?craft=palm", "/readyz"] {
        assert_eq!(ask(server.address, "GET", path, "", "").unwrap().0, 200, "{path}");
    }
    assert!(work.end() > 0, "something fitted before");
    server.kill();
    let mut kept = Vec::new();
    files(&data.join("blobs"), &mut kept);
    let photos = kept.iter().filter(|file| file.extension().is_some_and(|extension| extension == "jpg" || extension == "webp"));
    let mut sound = 0;
    for photo in photos {
        image::open(photo).unwrap_or_else(|error| panic!("{} is torn: {error}", photo.display()));
        sound += 1;
    }
    assert!(sound > 100, "{sound} photos of the town");
    // With room again everything is as it was promised.
    let server = start(data, &How::default());
    writers.check(&url, "after a full disk").await;
    assert!(is_sound(data).await);
    let work = writers.work(server.address);
    Work::until(&work.acknowledged, 8);
    work.end();
    writers.check(&url, "with room again").await;
    server.kill();
}
