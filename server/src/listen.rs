//! Accepting connections: no delay for small writes, limits for those that say nothing or take too many places, and a
//! graceful end.

mod life;
mod limits;
mod line;
mod pace;
mod places;
mod seen;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::front::Front;
use crate::leaving::Leaving;

use self::life::Life;
use self::line::Line;
use self::places::Places;
use self::seen::Seen;

pub use self::limits::Limits;
pub use self::pace::{Arrival, Pace};

/// A client that has begun a head and not ended it by then is let go.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// A client that was let in last has begun its head by then.
const SPEAKS_WITHIN: Duration = Duration::from_millis(300);
/// How often an HTTP/2 client is asked whether it is there, and how long it has for its answer.
const ASK_EVERY: Duration = Duration::from_secs(10);
/// What is read from one HTTP/1 connection before it is worked on, in bytes; no head is larger.
const MOST_BUFFERED: usize = 64 * 1024;
/// Requests at a time on one HTTP/2 connection.
const MOST_STREAMS: u32 = 64;
/// Largest head of an HTTP/2 request, in bytes.
const LARGEST_HEAD: u32 = 32 * 1024;
/// What one HTTP/2 connection may send before it is read, in bytes; of each request, half of it.
const AHEAD: u32 = 512 * 1024;

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(MOST_BUFFERED);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(ASK_EVERY)
        .keep_alive_timeout(ASK_EVERY)
        .max_concurrent_streams(MOST_STREAMS)
        .max_header_list_size(LARGEST_HEAD)
        .initial_connection_window_size(AHEAD)
        .initial_stream_window_size(AHEAD / 2);
    builder
}

/// Speaks HTTP with a client who has begun to say something: until then nothing is made for it, so that silence costs little.
async fn speak(
    builder: Arc<Builder<TokioExecutor>>,
    stream: TcpStream,
    life: Arc<Life>,
    service: Seen,
    watcher: Watcher,
    mut stop: watch::Receiver<bool>,
) {
    tokio::select! {
        heard = stream.readable() => if heard.is_err() { return },
        _ = stop.changed() => return,
    }
    let line = TokioIo::new(Line::new(stream, life));
    let connection = builder.serve_connection_with_upgrades(line, service).into_owned();
    let _ = Box::pin(watcher.watch(connection)).await;
}

/// Serves until told to stop. Then it says that it leaves, while it goes on to answer, takes the connections that wait by then, and lets
/// running requests end.
pub async fn serve(listener: TcpListener, front: Front, limits: Limits, leaving: Leaving, mut stop: watch::Receiver<bool>) {
    let (builder, places) = (Arc::new(builder()), Arc::new(Places::new(limits)));
    let graceful = GracefulShutdown::new();
    let (over, last) = watch::channel(false);
    let enter = |accepted: std::io::Result<(TcpStream, SocketAddr)>| {
        let (stream, address) = accepted?;
        // Closed at once when there is no place for it.
        let Some(place) = places.enter(address.ip()) else { return Ok(()) };
        let _ = stream.set_nodelay(true);
        let service = Seen::new(front.for_client(address), place.life(), limits.pace, leaving.clone());
        let connection = speak(builder.clone(), stream, place.life(), service, graceful.watcher(), last.clone());
        tokio::spawn(async move {
            let life = place.life();
            tokio::select! {
                () = connection => {}
                () = life.over() => {}
            }
            drop(place);
        });
        Ok::<_, std::io::Error>(())
    };
    let accept = async || {
        // An accept fails when the client is gone again or files run out: neither ends the server.
        if enter(listener.accept().await).is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    loop {
        tokio::select! {
            () = accept() => {}
            _ = stop.changed() => break,
        }
    }
    if limits.leave > Duration::ZERO {
        leaving.begin();
        let until = tokio::time::Instant::now() + limits.leave;
        while tokio::time::timeout_at(until, accept()).await.is_ok() {}
        // Whoever waits in the queue would be cut off with it, and who was let in has begun to speak by then.
        while tokio::time::timeout(SPEAKS_WITHIN, accept()).await.is_ok() {}
    }
    drop(listener);
    let _ = over.send(true);
    let _ = tokio::time::timeout(limits.drain, graceful.shutdown()).await;
}
