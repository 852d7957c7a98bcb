//! Attacks on memory and sockets, on the program as a process of its own: honest requests are answered all the time, and the memory is
//! given back. Small in `make test`; with `SOUQ_TORTURE`, as in `make torture`, in full, and memory is measured.
#![allow(clippy::unwrap_used)]

mod process;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use process::{How, Server, ask, memory_of, send, sign_in, start};

/// What the program's file takes of the memory of a release, in megabytes: it is not measured, and not allowed.
const PROGRAM: u64 = 25;
/// Memory of a server that was started on a filled database and asked for a page, in megabytes.
const MOST_IDLE: u64 = 60 - PROGRAM;
/// Memory in the middle of an attack, in megabytes.
const MOST_UNDER_ATTACK: u64 = 250 - PROGRAM;
/// Memory within a minute after it, in megabytes.
const MOST_AFTER: u64 = 80 - PROGRAM;
/// No honest request may wait longer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);

fn in_full() -> bool {
    std::env::var("SOUQ_TORTURE").is_ok()
}

/// How many of something: in full, or in small.
fn so_many(full: usize, small: usize) -> usize {
    if in_full() { full } else { small }
}

/// The demo town is built once, and each server has a copy of its file.
fn settled() -> TempDir {
    static TOWN: LazyLock<TempDir> = LazyLock::new(|| {
        let data = tempfile::tempdir().unwrap();
        start(data.path(), &How { demo: true, ..How::default() }).stop();
        data
    });
    let data = tempfile::tempdir().unwrap();
    for file in ["souq.sqlite", "souq.key"] {
        std::fs::copy(TOWN.path().join(file), data.path().join(file)).unwrap();
    }
    data
}

/// A server with the demo town, under a watch that asks for pages and looks at the memory all the time.
struct Watched {
    server: Server,
    stop: Arc<AtomicBool>,
    asked: Arc<AtomicU64>,
    most_memory: Arc<AtomicU64>,
    threads: Vec<JoinHandle<()>>,
}

impl Watched {
    fn begin(data: &Path) -> Self {
        // All of the attackers stand at one address here: without a limit for it, the limits for all are what is tried.
        let settings = [("SOUQ_CONNECTIONS_PER_ADDRESS", "10000")];
        let server = start(data, &How { settings: &settings, ..How::default() });
        assert_eq!(ask(server.address, "GET", "/ar/products", "", "").unwrap().0, 200);
        let idle = server.memory();
        eprintln!("idle: {idle} MB");
        assert!(!in_full() || idle <= MOST_IDLE, "{idle} MB idle");
        let mut watched = Self { server, stop: Arc::default(), asked: Arc::default(), most_memory: Arc::default(), threads: Vec::new() };
        watched.watch();
        watched
    }

    fn watch(&mut self) {
        let (address, stop, asked) = (self.server.address, self.stop.clone(), self.asked.clone());
        self.threads.push(thread::spawn(move || {
            let mut n = 0;
            while !stop.load(Ordering::SeqCst) {
                // Kept pages, pages that are drawn, and the sign of life.
                for path in ["/ar/products".to_owned(), format!("/ar/products?price_min={n}"), "/healthz".to_owned()] {
                    let begun = Instant::now();
                    assert_eq!(ask(address, "GET", &path, "", "").map(|answer| answer.0), Some(200), "{path}");
                    assert!(begun.elapsed() < ANSWERED_WITHIN, "{path} took {:?}", begun.elapsed());
                    asked.fetch_add(1, Ordering::SeqCst);
                }
                n = n % 50 + 1;
            }
        }));
        let (process, stop, most) = (self.server.child.id(), self.stop.clone(), self.most_memory.clone());
        self.threads.push(thread::spawn(move || {
            while !stop.load(Ordering::SeqCst) {
                most.fetch_max(memory_of(process), Ordering::SeqCst);
                thread::yield_now();
            }
        }));
    }

    /// Honest requests go on for a while yet, and everything of it was as it should be.
    fn end(self, what: &str) {
        self.end_with(what, MOST_AFTER);
    }

    /// The same, when so many megabytes may stay.
    fn end_with(self, what: &str, most_after: u64) {
        let asked = self.asked.load(Ordering::SeqCst);
        let begun = Instant::now();
        while self.asked.load(Ordering::SeqCst) < asked + 9 {
            assert!(begun.elapsed() < Duration::from_secs(60) && !self.threads[0].is_finished(), "{what}: nobody is answered");
            thread::yield_now();
        }
        self.stop.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().unwrap();
        }
        let most = self.most_memory.load(Ordering::SeqCst);
        eprintln!("{what}: {most} MB at most, {} honest requests", self.asked.load(Ordering::SeqCst));
        if in_full() {
            assert!(most <= MOST_UNDER_ATTACK, "{what}: {most} MB");
            let over = Instant::now();
            while self.server.memory() > most_after {
                assert!(over.elapsed() < Duration::from_secs(60), "{what}: {} MB a minute after", self.server.memory());
                ask(self.server.address, "GET", "/healthz", "", "");
            }
            eprintln!("{what}: {} MB after {:?}", self.server.memory(), over.elapsed());
        }
        self.server.stop();
    }
}

#[test]
fn sockets_that_say_nothing() {
    let data = settled();
    let watched = Watched::begin(data.path());
    let mut silent = Vec::new();
    for n in 0..so_many(4_100, 200) {
        let mut socket = TcpStream::connect(watched.server.address).unwrap_or_else(|error| panic!("{n} sockets: {error}"));
        // A third says nothing, a third begins what could be HTTP/2, a third begins a head.
        let _ = socket.write_all([&b""[..], b"PRI *", b"GET / HTTP/1.1\r\nX: "][n % 3]);
        silent.push(socket);
    }
    let mut first = silent.swap_remove(0);
    first.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    let mut rest = Vec::new();
    // Closed, and not because the waiting was over.
    first.read_to_end(&mut rest).unwrap();
    watched.end("silent sockets");
}

#[test]
fn addresses_that_nobody_asks_for_twice() {
    /// What kept pages may take, in megabytes.
    const KEPT: u64 = 64;
    let data = settled();
    let watched = Watched::begin(data.path());
    let address = watched.server.address;
    let many = so_many(10_000, 100);
    let ask_all = |round: usize| {
        let askers = (0..4).map(|asker| {
            thread::spawn(move || {
                for n in (asker..many).step_by(4) {
                    let dirhams = round * many + n;
                    let path = format!("/ar/products?sort=price&price_min={}.{:03}&fbclid={n}", dirhams / 1_000, dirhams % 1_000);
                    assert_eq!(ask(address, "GET", &path, "", "").unwrap().0, 200);
                }
            })
        });
        askers.collect::<Vec<_>>().into_iter().for_each(|asker| asker.join().unwrap());
        watched.server.memory()
    };
    let (first, second) = (ask_all(0), ask_all(1));
    eprintln!("{many} addresses: {first} MB, as many others: {second} MB");
    assert!(!in_full() || second <= first + 10, "{first} MB, then {second} MB");
    watched.end_with("addresses", MOST_AFTER + KEPT);
}

/// The photos page of a product that a family has begun.
fn begun(address: SocketAddr, cookie: &str) -> String {
    let draft = ask(address, "POST", "/ar/me/products", cookie, "").unwrap().1;
    draft.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned()
}

fn families(address: SocketAddr, many: usize) -> Vec<(String, String)> {
    let signed = (1..=many).map(|n| sign_in(address, &format!("09200000{n:02}")));
    signed.map(|cookie| (begun(address, &cookie), cookie)).collect()
}

fn form_of(picture: &[u8]) -> Vec<u8> {
    let head = b"--edge\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\n";
    [&head[..], picture, b"\r\n--edge--\r\n"].concat()
}

/// Sends a form but for its end, as far as it is taken, and waits for what the server says to that.
fn send_half(address: SocketAddr, path: &str, cookie: &str, form: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_write_timeout(Some(Duration::from_secs(40))).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let kind = "multipart/form-data; boundary=edge";
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    // Who comes too late is told so before everything was sent, and the socket is closed.
    let _ = socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(&form[..form.len() - 100]));
    let mut said = Vec::new();
    let _ = socket.read_to_end(&mut said);
    String::from_utf8_lossy(&said).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn uploads_that_are_sent_by_halves() {
    let data = settled();
    let watched = Watched::begin(data.path());
    let address = watched.server.address;
    let families = families(address, 12);
    let form = Arc::new(form_of(&vec![0xFF; so_many(14, 1) * 1024 * 1024]));
    let senders = (0..so_many(60, 8)).map(|n| {
        let ((path, cookie), form) = (families[n % families.len()].clone(), form.clone());
        thread::spawn(move || send_half(address, &path, &cookie, &form))
    });
    let senders: Vec<_> = senders.collect();
    for sender in senders {
        let said = sender.join().unwrap();
        // Nothing at all reaches who was still sending when the socket was closed.
        assert!(said.is_empty() || ["408", "503"].iter().any(|status| said.contains(status)), "{said}");
    }
    // Whoever sends a whole one then has a place.
    let (path, cookie) = &families[0];
    let photo = jpeg(600, 400);
    assert_eq!(send(address, "POST", path, cookie, "multipart/form-data; boundary=edge", &form_of(&photo)).unwrap().0, 303);
    watched.end("half-sent uploads");
}

#[test]
fn sign_ins_all_at_once() {
    let data = settled();
    let watched = Watched::begin(data.path());
    let address = watched.server.address;
    let tries = (0..so_many(80, 12)).map(|n| {
        let form = format!("phone=09299999{n:02}&password=wrong-password");
        thread::spawn(move || ask(address, "POST", "/ar/sign-in", "", &form).unwrap().0)
    });
    let tries: Vec<_> = tries.collect();
    for one in tries {
        assert_eq!(one.join().unwrap(), 422);
    }
    watched.end("sign-ins at once");
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x / 32 % 256) as u8, (y / 32 % 256) as u8, 120]));
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 80).encode_image(&picture).unwrap();
    bytes
}

#[test]
fn large_pictures_at_once() {
    let data = settled();
    let side = so_many(7_050, 1_500) as u32;
    let form = Arc::new(form_of(&jpeg(side, side)));
    let watched = Watched::begin(data.path());
    let address = watched.server.address;
    let senders = families(address, 4).into_iter().map(|(path, cookie)| {
        let form = form.clone();
        thread::spawn(move || send(address, "POST", &path, &cookie, "multipart/form-data; boundary=edge", &form).unwrap().0)
    });
    let senders: Vec<_> = senders.collect();
    for sender in senders {
        assert_eq!(sender.join().unwrap(), 303);
    }
    watched.end("large pictures");
}
