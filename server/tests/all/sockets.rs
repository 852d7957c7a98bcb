//! Clients that say nothing, too little or too slowly.

use std::net::SocketAddr;
use std::time::Duration;

use server::listen::{self, Limits, Pace};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::place::Place;

/// A second in the place of a quarter of a minute.
const SHORT: Duration = Duration::from_millis(600);

struct Served {
    address: SocketAddr,
    tell: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Served {
    async fn begin(place: &Place, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, stop) = watch::channel(false);
        Self {
            address,
            tell,
            running: tokio::spawn(listen::serve(listener, place.router.clone(), limits, place.state.leaving.clone(), stop)),
        }
    }

    async fn saying(&self, bytes: &[u8]) -> TcpStream {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        socket.write_all(bytes).await.unwrap();
        socket
    }

    async fn page(&self) -> String {
        let head = format!("GET /ar/products HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        rest(&mut self.saying(head.as_bytes()).await).await
    }

    async fn end(self) {
        self.tell.send(true).unwrap();
        self.running.await.unwrap();
    }
}

/// Everything up to the end of the connection, which the server has to make.
async fn rest(socket: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(30), socket.read_to_end(&mut answer)).await;
    assert!(closed.is_ok(), "the server did not close");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_nothing_is_let_go() {
    let place = Place::open().await;
    let served = Served::begin(&place, Limits { silence: SHORT, ..Limits::default() }).await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    // A whole preface is followed by settings: nine bytes of an empty frame.
    let whole = [&preface[..], &[0, 0, 0, 4, 0, 0, 0, 0, 0]].concat();
    for (said, what) in
        [(&b""[..], "nothing"), (&preface[..5], "a preface begun"), (&whole, "a preface"), (b"GET /ar HTTP/1.1\r\nX: ", "half a head")]
    {
        let answer = rest(&mut served.saying(said).await).await;
        assert!(!answer.contains("HTTP/1.1 200"), "{what}: {answer}");
    }
    let mut idle = served.saying(format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).as_bytes()).await;
    assert!(rest(&mut idle).await.ends_with("ok"), "answered, kept for a while, and closed");
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_has_its_share_and_the_silent_make_room() {
    let place = Place::open().await;
    let served = Served::begin(&place, Limits { of_an_address: Some(3), ..Limits::default() }).await;
    let silent = [served.saying(b"").await, served.saying(b"").await, served.saying(b"").await];
    let mut refused = TcpStream::connect(served.address).await.unwrap();
    assert_eq!(rest(&mut refused).await, "", "closed without a word");
    drop(silent);
    served.end().await;
    // Without a share, silent ones fill all places, and each new one takes that of the one that has been silent longest.
    let served = Served::begin(&place, Limits { of_an_address: None, connections: 8, ..Limits::default() }).await;
    let mut silent = Vec::new();
    for _ in 0..40 {
        silent.push(served.saying(b"").await);
    }
    for _ in 0..10 {
        assert!(served.page().await.starts_with("HTTP/1.1 200"));
    }
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_or_drips_is_told_so() {
    let place = Place::open().await;
    let pace = Pace { pause: SHORT, grace: SHORT, ..Pace::default() };
    let served = Served::begin(&place, Limits { pace, ..Limits::default() }).await;
    for (path, words) in [("/en/sign-in", "too slowly"), ("/ar/sign-in", "ببطء")] {
        let kind = "application/x-www-form-urlencoded";
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: {kind}\r\nContent-Length: 4000\r\n\r\nphone=09", served.address);
        let answer = rest(&mut served.saying(head.as_bytes()).await).await;
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains(words), "{answer}");
    }
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_none_is_no_failure_of_ours() {
    let place = Place::open().await;
    let served = Served::begin(&place, Limits::default()).await;
    for kind in ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"] {
        let head = format!(
            "POST /en/sign-in HTTP/1.1\r\nHost: {}\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            served.address
        );
        let answer = rest(&mut served.saying(head.as_bytes()).await).await;
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("did not arrive whole"), "{kind}: {answer}");
    }
    served.end().await;
}

/// A proxy sees at `/readyz` that the server leaves while every request is still answered, and the connection it keeps is ended by an answer
/// and not between two.
#[tokio::test(flavor = "multi_thread")]
async fn who_stops_says_so_first_and_answers_meanwhile() {
    let place = Place::open().await;
    let served = Served::begin(&place, Limits { leave: 3 * SHORT, ..Limits::default() }).await;
    let asked = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
    // A connection that is kept: one answer, and nothing more for now.
    let mut kept = served.saying(asked("/healthz").as_bytes()).await;
    let mut answer = vec![0; 4_096];
    let first = kept.read(&mut answer).await.unwrap();
    let first = String::from_utf8_lossy(&answer[..first]).to_ascii_lowercase();
    assert!(first.starts_with("http/1.1 200") && !first.contains("connection: close"), "{first}");
    let silent = TcpStream::connect(served.address).await.unwrap();
    served.tell.send(true).unwrap();
    while !place.state.leaving.has_begun() {
        tokio::task::yield_now().await;
    }
    let ready = rest(&mut served.saying(asked("/readyz").as_bytes()).await).await;
    assert!(ready.starts_with("HTTP/1.1 503") && ready.ends_with("stopping"), "{ready}");
    assert!(served.page().await.starts_with("HTTP/1.1 200"), "a new connection is answered");
    kept.write_all(asked("/ar/products").as_bytes()).await.unwrap();
    let last = rest(&mut kept).await.to_ascii_lowercase();
    assert!(last.starts_with("http/1.1 200") && last.contains("connection: close"), "{}", &last[..200]);
    // Whoever says nothing does not hold it up.
    served.running.await.unwrap();
    assert!(TcpStream::connect(served.address).await.is_err());
    drop(silent);
}
