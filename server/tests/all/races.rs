//! Two processes of the program on one database give booths at the same time: never one twice.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use people::accounts;
use sea_orm::{ConnectionTrait, Database, Statement};
use server::clock;
use world::{DEMO_TOTP_SECRET, STAFF};

use crate::process::{How, Server, ask, file_of, numbers, sign_in, start};

/// Forms that are sent at a time, over both processes.
const SENDERS: usize = 16;

fn officer(server: &Server) -> String {
    let cookie = sign_in(server.address, STAFF[0].phone);
    let code = accounts::totp_code(DEMO_TOTP_SECRET, clock::now().timestamp()).unwrap();
    let (status, answer) = ask(server.address, "POST", "/ar/sign-in/code", &cookie, &format!("code={code}")).unwrap();
    assert_eq!(status, 303);
    answer.split("souq_session=").nth(1).map(|rest| format!("souq_session={}", rest.split(';').next().unwrap())).unwrap()
}

async fn run(url: &str, sql: &str) {
    let db = Database::connect(url).await.unwrap();
    db.execute_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    db.close().await.unwrap();
}

/// Sends forms from many threads, every other one to the other process; gives how often each status came.
fn send_all(servers: &[Server; 2], cookie: &str, forms: &[(String, String)]) -> Vec<u16> {
    thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|n| {
                let mine = forms.iter().enumerate().filter(move |(at, _)| at % SENDERS == n);
                scope.spawn(move || {
                    mine.map(|(at, (path, form))| ask(servers[at % 2].address, "POST", path, cookie, form).unwrap().0).collect::<Vec<_>>()
                })
            })
            .collect();
        senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
    })
}

/// A family changes a price in one process; the page that the other one keeps has it soon after.
fn a_page_changed_in_one_is_new_in_the_other(servers: &[Server; 2]) {
    let cookie = sign_in(servers[0].address, "0920000001");
    let (_, mine) = ask(servers[0].address, "GET", "/ar/me/products", &cookie, "").unwrap();
    let own = mine.split("/ar/me/products/").filter_map(|rest| rest.split(['"', '/']).next()?.parse::<i64>().ok());
    let (product, page) = own
        .filter_map(|key| {
            let (_, overview) = ask(servers[0].address, "GET", &format!("/ar/me/products/{key}"), &cookie, "").unwrap();
            let page = overview.split("href=\"/ar/products/").nth(1)?.split('"').next()?;
            Some((key, format!("/ar/products/{page}")))
        })
        .next()
        .unwrap();
    let page = ground::route::encoded(&page);
    assert_eq!(ask(servers[1].address, "GET", &page, "", "").unwrap().0, 200);
    let form = "availability=in_stock&rows=1&price_0=4321&stock_0=7";
    assert_eq!(ask(servers[0].address, "POST", &format!("/ar/me/products/{product}/price"), &cookie, form).unwrap().0, 303);
    let asked = Instant::now();
    while !ask(servers[1].address, "GET", &page, "", "").unwrap().1.contains("4321") {
        assert!(asked.elapsed() < Duration::from_secs(20), "the page of the other process stays as it was");
    }
}

async fn booths_are_given_once(data: &Path, database: Option<&str>, url: &str) {
    // The town is drawn where it is not there yet.
    let first = start(data, &How { demo: true, database, ..How::default() });
    let servers = [first, start(data, &How { database, ..How::default() })];
    a_page_changed_in_one_is_new_in_the_other(&servers);
    let cookie = officer(&servers[0]);
    let fair = numbers(url, "SELECT id FROM fair WHERE state = 'set_up' ORDER BY id DESC").await[0];
    let path = format!("/ar/desk/fairs/{fair}/booths");
    let guests = numbers(
        url,
        &format!("SELECT id FROM fair_application WHERE fair_id = {fair} AND part = 'whole' AND state <> 'withdrawn' AND size = 'small'"),
    )
    .await;
    assert!(guests.len() > 3, "{guests:?}");
    let booths = numbers(url, &format!("SELECT id FROM booth WHERE fair_id = {fair} AND kind = 'small' ORDER BY id")).await;
    let of_fair = format!("FROM stand s JOIN booth b ON b.id = s.booth_id WHERE b.fair_id = {fair}");
    for places in [1, 3] {
        run(url, &format!("DELETE FROM stand WHERE booth_id IN (SELECT id FROM booth WHERE fair_id = {fair})")).await;
        let form = |n: usize| {
            let (guest, booth) = (guests[n % guests.len()], booths[(n / guests.len()) % places]);
            (format!("{path}/{guest}"), format!("booth_{guest}={booth}"))
        };
        let said = send_all(&servers, &cookie, &(0..200).map(form).collect::<Vec<_>>());
        assert!(said.iter().all(|status| [303, 422, 503].contains(status)), "{said:?}");
        assert!(said.contains(&303));
        let taken = numbers(url, &format!("SELECT COUNT(*) {of_fair} GROUP BY s.booth_id")).await;
        assert!(!taken.is_empty() && taken.len() <= places && taken.iter().all(|many| *many == 1), "{taken:?}");
        if places == 1 {
            assert_eq!(taken, [1]);
        }
    }
    // And all at once, again and again, from both: everyone has one booth, and no booth is given twice.
    let all: Vec<_> = (0..24).map(|n| (format!("{path}/allocate"), format!("n={n}"))).collect();
    let said = send_all(&servers, &cookie, &all);
    assert!(said.iter().all(|status| [303, 503].contains(status)) && said.contains(&303), "{said:?}");
    let twice = numbers(
        url,
        &format!(
            "SELECT COUNT(*) FROM (SELECT s.booth_id {of_fair} AND s.half_to - s.half_from = 2 GROUP BY s.booth_id HAVING COUNT(*) > 1) t"
        ),
    )
    .await;
    assert_eq!(twice, [0]);
    let placed = numbers(url, &format!("SELECT COUNT(*) {of_fair}")).await[0];
    let left = numbers(url, &format!("SELECT left_out FROM allocation WHERE fair_id = {fair}")).await;
    let wanted = numbers(
        url,
        &format!("SELECT COUNT(*) FROM fair_application WHERE fair_id = {fair} AND state IN ('confirmed', 'booth_allocated', 'ready')"),
    )
    .await[0];
    assert_eq!(placed + left[0], wanted, "one allocation, whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn booths_are_given_once_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    crate::place::settle(data.path()).await;
    booths_are_given_once(data.path(), None, &file_of(data.path())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn booths_are_given_once_on_postgresql() {
    let base = std::env::var("SOUQ_TEST_POSTGRES").expect("SOUQ_TEST_POSTGRES is not set: run the tests with `make test`");
    let name = format!("souq_race_{:016x}", rand::random::<u64>());
    run(&format!("{base}/postgres"), &format!("CREATE DATABASE {name}")).await;
    let (data, url) = (tempfile::tempdir().unwrap(), format!("{base}/{name}"));
    booths_are_given_once(data.path(), Some(&url), &url).await;
    run(&format!("{base}/postgres"), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}
