//! The worker is killed with something in hand in each of its lanes; the next one does it, once.
#![allow(clippy::unwrap_used)]

mod process;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use process::{How, file_of, numbers, start};
use sea_orm::{ConnectionTrait, Database};

/// Rows of the import: more than are written before it is killed.
const ROWS: i64 = 1_500;
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A mail server. One that is silent takes mails and never says that it has them.
fn smtp(taken: Option<Sender<String>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let taken = taken.clone();
            thread::spawn(move || converse(&socket, taken.as_ref()));
        }
    });
    port
}

fn converse(mut socket: &TcpStream, taken: Option<&Sender<String>>) -> Option<()> {
    socket.write_all(b"220 here\r\n").ok()?;
    let mut lines = BufReader::new(socket).lines();
    while let Some(Ok(line)) = lines.next() {
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "DATA" => {
                socket.write_all(b"354 go on\r\n").ok()?;
                let mail: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                let number = mail.iter().find(|line| line.starts_with("Message-ID:"))?.clone();
                let Some(taken) = taken else {
                    thread::park_timeout(Duration::from_secs(300));
                    return None;
                };
                taken.send(number).ok()?;
                socket.write_all(b"250 taken\r\n").ok()?;
            }
            "QUIT" => return socket.write_all(b"221 bye\r\n").ok(),
            _ => socket.write_all(b"250 fine\r\n").ok()?,
        }
    }
    Some(())
}

async fn run(url: &str, sql: &str) {
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

async fn until(url: &str, sql: &str, wanted: impl Fn(i64) -> bool) {
    let begun = Instant::now();
    loop {
        let found = numbers(url, sql).await[0];
        if wanted(found) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(90), "{sql} is {found}");
    }
}

/// Two mails, an import that was confirmed, and a licence that ended.
async fn leave(data: &Path, url: &str) {
    run(url, "DELETE FROM outbox").await;
    let mut families = "id,slug,name_ar,name_en,bio_ar,craft,municipality_code\n".to_owned();
    for n in 0..ROWS {
        writeln!(families, "K{n},killed-{n},أسرة {n},Family {n},حكاية,palm,LYM108").unwrap();
    }
    std::fs::create_dir_all(data.join("blobs/imports")).unwrap();
    std::fs::write(data.join(format!("blobs/imports/{TOKEN}-families.csv")), families).unwrap();
    let at = "'2026-11-24 08:00:00+00:00'";
    run(
        url,
        &format!(
            "INSERT INTO import_job (id, token, state, all_or_nothing, rows_total, rows_done, report, begun_by, begun_at, touched_at) \
             SELECT 77, '{TOKEN}', 'queued', FALSE, {ROWS}, 0, '', id, {at}, {at} FROM person WHERE phone = '0910000011'"
        ),
    )
    .await;
    let mail = |n: u32| {
        format!(
            r#"{{"task":"mail","to":"salma@example.ly","subject":"s","text":"t","html":"<p>t</p>","invitation":null,"message_id":"<killed-{n}@souq.example>"}}"#
        )
    };
    for (lane, task) in [("mail", mail(1)), ("urgent", mail(2)), ("work", r#"{"task":"import","job":77}"#.to_owned())] {
        run(
            url,
            &format!(
                "INSERT INTO outbox (task, state, lane, attempts, due_at, created_at) VALUES ('{task}', 'waiting', '{lane}', 0, {at}, {at})"
            ),
        )
        .await;
    }
}

fn collected(mails: &Receiver<String>) -> Vec<String> {
    let mut all: Vec<String> = mails.try_iter().collect();
    all.sort();
    all
}

async fn followed(data: &Path, database: Option<&str>, url: &str) {
    let silent = format!("smtp://127.0.0.1:{}", smtp(None));
    let how = How { demo: true, database, settings: &[("SOUQ_SMTP_URL", &silent)], ..How::default() };
    let first = start(data, &how);
    leave(data, url).await;
    until(url, "SELECT COUNT(*) FROM outbox WHERE claimed_by IS NOT NULL", |claimed| claimed == 3).await;
    until(url, "SELECT rows_done FROM import_job WHERE id = 77", |done| done > 0).await;
    first.kill();
    let half = numbers(url, "SELECT COUNT(*) FROM family WHERE import_id LIKE 'K%'").await[0];
    assert!((1..ROWS).contains(&half), "{half} rows were written when it was killed");
    // The calendar of the first one ran at its start: this is for the next.
    let ended = "SELECT MIN(id) FROM family WHERE state = 'approved' AND import_id NOT LIKE 'K%'";
    let family = numbers(url, ended).await[0];
    run(url, &format!("UPDATE family SET licence_expires_on = '2026-01-01' WHERE id = {family}")).await;
    // As a minute later.
    run(url, "UPDATE outbox SET claimed_until = '2026-11-24 08:00:00+00:00' WHERE claimed_by IS NOT NULL").await;
    run(url, "UPDATE import_job SET touched_at = '2026-11-24 08:00:00+00:00' WHERE id = 77").await;
    let (tell, mails) = channel();
    let well = format!("smtp://127.0.0.1:{}", smtp(Some(tell)));
    let second = start(data, &How { database, settings: &[("SOUQ_SMTP_URL", &well)], ..How::default() });
    until(url, "SELECT COUNT(*) FROM outbox WHERE state = 'done' AND lane IN ('mail', 'urgent')", |done| done == 2).await;
    until(url, &format!("SELECT COUNT(*) FROM family WHERE id = {family} AND state = 'expired'"), |over| over == 1).await;
    until(url, "SELECT COUNT(*) FROM import_job WHERE id = 77 AND state = 'done'", |done| done == 1).await;
    second.stop();
    assert_eq!(collected(&mails), ["Message-ID: <killed-1@souq.example>", "Message-ID: <killed-2@souq.example>"]);
    let rows = numbers(url, "SELECT COUNT(*) FROM family WHERE import_id LIKE 'K%'").await[0];
    let different = numbers(url, "SELECT COUNT(DISTINCT import_id) FROM family WHERE import_id LIKE 'K%'").await[0];
    assert_eq!((rows, different), (ROWS, ROWS), "each row once");
    let trail = format!("SELECT COUNT(*) FROM audit WHERE act = 'family.expire' AND subject_id = {family}");
    assert_eq!(numbers(url, &trail).await, [1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_killed_is_followed_by_the_next_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    followed(data.path(), None, &file_of(data.path())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_killed_is_followed_by_the_next_on_postgresql() {
    let base = std::env::var("SOUQ_TEST_POSTGRES").expect("SOUQ_TEST_POSTGRES is not set: run the tests with `make test`");
    let name = format!("souq_killed_{:016x}", rand::random::<u64>());
    run(&format!("{base}/postgres"), &format!("CREATE DATABASE {name}")).await;
    let (data, url) = (tempfile::tempdir().unwrap(), format!("{base}/{name}"));
    followed(data.path(), Some(&url), &url).await;
    run(&format!("{base}/postgres"), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}
