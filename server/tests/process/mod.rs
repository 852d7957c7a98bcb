//! The program as a process of its own, and talking to it over a socket.
#![allow(dead_code, missing_docs)] // Each test program uses its part.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database, Statement};
use world::DEMO_PASSWORD;

pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
}

/// How the program is started.
#[derive(Default)]
pub struct How<'a> {
    /// With the demo town, if there is nobody.
    pub demo: bool,
    /// `DATABASE_URL`; SQLite in the folder when nothing is given.
    pub database: Option<&'a str>,
    /// No file may grow beyond so many KiB: to the program that is a full disk.
    pub largest_file: Option<u32>,
    /// Settings beside the folder and the address.
    pub settings: &'a [(&'a str, &'a str)],
}

/// Starts and waits for the line that says it listens.
pub fn start(data: &Path, how: &How<'_>) -> Server {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let program = env!("CARGO_BIN_EXE_souq");
    let mut souq = match how.largest_file {
        None => Command::new(program),
        Some(most) => {
            let mut shell = Command::new("bash");
            // Ignored, so that a write over the limit is an error instead of the end.
            shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {most}; exec \"$0\" \"$@\""), program]);
            shell
        }
    };
    souq.current_dir(data).env_clear().env("SOUQ_DATA", data).env("SOUQ_ADDR", address.to_string()).env("RUST_LOG", "error");
    souq.envs(how.database.map(|url| ("DATABASE_URL", url))).envs(how.settings.iter().copied());
    souq.arg("serve").args(how.demo.then_some("--demo")).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = souq.spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap_or_default().starts_with("Souq is at")), "the server did not start");
    // The pipe is read to its end, so that the server never writes to a closed one.
    thread::spawn(move || said.for_each(drop));
    Server { child, address }
}

impl Server {
    /// Memory of its own that the process has now, in megabytes.
    pub fn memory(&self) -> u64 {
        memory_of(self.child.id())
    }

    /// As a service manager does; waits until it has ended.
    pub fn stop(mut self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap();
    }

    /// At once, without a chance to end anything.
    pub fn kill(self) {}
}

/// Memory of its own that a process has now, in megabytes. Pages of the program's file are not counted: of an unoptimised one there are
/// 65 MB, of a release 25.
pub fn memory_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    kilobytes.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

/// Also when a test fails.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and whole answer; nothing when the server died on the way.
pub fn ask(address: SocketAddr, method: &str, path: &str, cookie: &str, form: &str) -> Option<(u16, String)> {
    send(address, method, path, cookie, "application/x-www-form-urlencoded", form.as_bytes())
}

pub fn send(address: SocketAddr, method: &str, path: &str, cookie: &str, mime: &str, body: &[u8]) -> Option<(u16, String)> {
    let mut socket = TcpStream::connect(address).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Content-Type: {mime}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).ok()?;
    socket.write_all(body).ok()?;
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    // An answer that was cut off is none.
    answer.contains("\r\n\r\n").then_some((status, answer))
}

pub fn sign_in(address: SocketAddr, phone: &str) -> String {
    let form = format!("phone={phone}&password={DEMO_PASSWORD}");
    let (_, answer) = ask(address, "POST", "/ar/sign-in", "", &form).unwrap();
    let at = answer.find("souq_session=").unwrap();
    answer[at..].split(';').next().unwrap().to_owned()
}

/// The address of the file in a folder.
pub fn file_of(data: &Path) -> String {
    format!("sqlite://{}", data.join("souq.sqlite").display())
}

pub async fn numbers(url: &str, sql: &str) -> Vec<i64> {
    let db = Database::connect(url).await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let numbers = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    db.close().await.unwrap();
    numbers
}

/// Families that change the stock of one product each, again and again, and what they were told.
pub struct Writers {
    pub products: Vec<i64>,
    cookies: Vec<String>,
    /// By product: what was last acknowledged, and what was last asked for.
    promised: Arc<Mutex<HashMap<i64, (u64, u64)>>>,
}

/// Writers at work.
pub struct Work {
    pub acknowledged: Arc<AtomicU64>,
    pub refused: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Writers {
    pub async fn new(server: &Server, url: &str, many: usize) -> Self {
        let cookies = (1..=many).map(|n| sign_in(server.address, &format!("09200000{n:02}"))).collect();
        let mut products = Vec::new();
        for n in 1..=many {
            let sql = format!(
                "SELECT MIN(p.id) FROM product p JOIN family f ON f.id = p.family_id JOIN person o ON o.id = f.owner_id \
                 WHERE o.phone = '09200000{n:02}' AND p.state = 'published'"
            );
            products.push(numbers(url, &sql).await[0]);
        }
        Self { products, cookies, promised: Arc::default() }
    }

    /// Each writes until it is stopped or the server is gone; 503 counts as refused.
    pub fn work(&self, address: SocketAddr) -> Work {
        let (acknowledged, refused, stop) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let writer = |(product, cookie): (&i64, &String)| {
            let (product, cookie, promised) = (*product, cookie.clone(), self.promised.clone());
            let (acknowledged, refused, stop) = (acknowledged.clone(), refused.clone(), stop.clone());
            thread::spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    let next = promised.lock().unwrap().get(&product).map_or(0, |(_, asked)| *asked) + 1;
                    promised.lock().unwrap().entry(product).or_default().1 = next;
                    let form = format!("availability=in_stock&rows=1&price_0=35&stock_0={next}");
                    match ask(address, "POST", &format!("/ar/me/products/{product}/price"), &cookie, &form) {
                        Some((303, _)) => {
                            promised.lock().unwrap().entry(product).or_default().0 = next;
                            acknowledged.fetch_add(1, Ordering::SeqCst);
                        }
                        Some((503, _)) => {
                            refused.fetch_add(1, Ordering::SeqCst);
                        }
                        Some((status, _)) => panic!("{status}"),
                        None => return,
                    }
                }
            })
        };
        let threads = self.products.iter().zip(&self.cookies).map(writer).collect();
        Work { acknowledged, refused, stop, threads }
    }

    pub fn cookie(&self, n: usize) -> &str {
        &self.cookies[n]
    }

    /// What was acknowledged is there, and nothing was written by halves.
    pub async fn check(&self, url: &str, when: &str) {
        let promised = self.promised.lock().unwrap().clone();
        for (product, (kept, asked)) in &promised {
            let stock = numbers(url, &format!("SELECT stock FROM product WHERE id = {product}")).await[0] as u64;
            assert!((*kept..=*asked).contains(&stock), "{when}: product {product} has {stock}, acknowledged {kept}, asked {asked}");
            // Product and variant change in one transaction: never one without the other.
            let variants = numbers(url, &format!("SELECT stock FROM product_variant WHERE product_id = {product}")).await;
            assert_eq!(variants, [stock as i64], "{when}: a half write");
        }
    }
}

impl Work {
    /// Waits until a number of the work is reached.
    pub fn until(number: &AtomicU64, least: u64) {
        let begun = Instant::now();
        while number.load(Ordering::SeqCst) < least {
            assert!(begun.elapsed() < Duration::from_secs(60), "{least} were not reached");
            thread::yield_now();
        }
    }

    /// Lets running requests end, and gives how many writes were acknowledged.
    pub fn end(self) -> u64 {
        self.stop.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().unwrap();
        }
        self.acknowledged.load(Ordering::SeqCst)
    }
}

/// SQLite's own look at the whole file.
pub async fn is_sound(data: &Path) -> bool {
    let db = Database::connect(file_of(data)).await.unwrap();
    let said = db.query_one_raw(Statement::from_string(db.get_database_backend(), "PRAGMA integrity_check")).await.unwrap().unwrap();
    db.close().await.unwrap();
    said.try_get_by_index::<String>(0).unwrap() == "ok"
}
