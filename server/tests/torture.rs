//! kill −9 in the middle of writes, again and again: no acknowledged write is lost, nothing is half written, the file is
//! sound, and the server is ready again. `SOUQ_TORTURE` sets the rounds: 20 in `make test`, 500 in `make torture`.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use app::world::DEMO_PASSWORD;
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

const WRITERS: usize = 4;

struct Server {
    child: Child,
    address: SocketAddr,
}

/// Starts and waits for the line that says it listens.
fn start(data: &Path, demo: bool) -> Server {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut souq = Command::new(env!("CARGO_BIN_EXE_souq"));
    souq.current_dir(data).env_clear().env("SOUQ_DATA", data).env("SOUQ_ADDR", address.to_string()).env("RUST_LOG", "error");
    souq.arg("serve").args(demo.then_some("--demo")).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = souq.spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap_or_default().starts_with("Souq is at")), "the server did not start");
    // The pipe is read to its end, so that the server never writes to a closed one.
    thread::spawn(move || said.for_each(drop));
    Server { child, address }
}

/// Head and cookie of an answer; nothing when the server died on the way.
fn ask(address: SocketAddr, method: &str, path: &str, cookie: &str, form: &str) -> Option<(u16, String)> {
    let mut socket = TcpStream::connect(address).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    socket.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    let _ = socket.read_to_string(&mut answer);
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    // An answer that was cut off is none.
    answer.contains("\r\n\r\n").then_some((status, answer))
}

fn sign_in(address: SocketAddr, phone: &str) -> String {
    let form = format!("phone={phone}&password={DEMO_PASSWORD}");
    let (_, answer) = ask(address, "POST", "/ar/sign-in", "", &form).unwrap();
    let at = answer.find("souq_session=").unwrap();
    answer[at..].split(';').next().unwrap().to_owned()
}

async fn numbers(data: &Path, sql: &str) -> Vec<i64> {
    let db = Database::connect(format!("sqlite://{}", data.join("souq.sqlite").display())).await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap();
    let numbers = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    db.close().await.unwrap();
    numbers
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_write_is_lost() {
    let rounds: u64 = std::env::var("SOUQ_TORTURE").map_or(20, |rounds| rounds.parse().unwrap());
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    let mut server = start(data, true);
    let cookies: Vec<String> = (1..=WRITERS).map(|n| sign_in(server.address, &format!("09200000{n:02}"))).collect();
    let mut products = Vec::new();
    for n in 1..=WRITERS {
        let sql = format!(
            "SELECT MIN(p.id) FROM product p JOIN family f ON f.id = p.family_id JOIN person o ON o.id = f.owner_id \
             WHERE o.phone = '09200000{n:02}' AND p.state = 'published'"
        );
        products.push(numbers(data, &sql).await[0]);
    }
    // What each product's stock was last acknowledged as, and what was last asked for.
    let acknowledged = Arc::new(Mutex::new(HashMap::<i64, (u64, u64)>::new()));
    let mut all = 0;
    for round in 0..rounds {
        let written = Arc::new(AtomicU64::new(0));
        let until = 3 + (round * 7) % 23;
        let address = server.address;
        let writers: Vec<_> = products
            .iter()
            .zip(&cookies)
            .map(|(product, cookie)| {
                let (product, cookie) = (*product, cookie.clone());
                let (acknowledged, written) = (acknowledged.clone(), written.clone());
                thread::spawn(move || {
                    loop {
                        let next = acknowledged.lock().unwrap().get(&product).map_or(0, |(_, asked)| *asked) + 1;
                        acknowledged.lock().unwrap().entry(product).or_default().1 = next;
                        let form = format!("availability=in_stock&rows=1&price_0=35&stock_0={next}");
                        match ask(address, "POST", &format!("/ar/me/products/{product}/price"), &cookie, &form) {
                            Some((303, _)) => {
                                acknowledged.lock().unwrap().entry(product).or_default().0 = next;
                                written.fetch_add(1, Ordering::SeqCst);
                            }
                            Some((status, _)) => panic!("{status}"),
                            None => return,
                        }
                    }
                })
            })
            .collect();
        // So many writes were acknowledged; others are on their way.
        while written.load(Ordering::SeqCst) < until {
            thread::yield_now();
        }
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        for writer in writers {
            writer.join().unwrap();
        }
        all += written.load(Ordering::SeqCst);
        server = start(data, false);
        assert_eq!(ask(server.address, "GET", "/readyz", "", "").unwrap().0, 200, "round {round}");
        let promised = acknowledged.lock().unwrap().clone();
        for (product, (kept, asked)) in &promised {
            let stock = numbers(data, &format!("SELECT stock FROM product WHERE id = {product}")).await[0] as u64;
            assert!((*kept..=*asked).contains(&stock), "round {round}: product {product} has {stock}, acknowledged {kept}, asked {asked}");
            // Product and variant change in one transaction: never one without the other.
            let variants = numbers(data, &format!("SELECT stock FROM product_variant WHERE product_id = {product}")).await;
            assert_eq!(variants, [stock as i64], "round {round}: a half write");
        }
        let db = Database::connect(format!("sqlite://{}", data.join("souq.sqlite").display())).await.unwrap();
        let sound = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check")).await.unwrap().unwrap();
        assert_eq!(sound.try_get_by_index::<String>(0).unwrap(), "ok", "round {round}");
        db.close().await.unwrap();
    }
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    assert!(all >= rounds * 3, "{all} acknowledged writes in {rounds} rounds");
}
