//! Accepting connections: no delay for small writes, a limit for slow heads, and a graceful end.

use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::front::Front;

/// A client that has not sent its head by then is let go.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// Connections at a time; more wait in the kernel's queue.
const MOST_CONNECTIONS: usize = 4_096;
/// Running requests may take this long after the signal to stop.
const DRAIN_WITHIN: Duration = Duration::from_secs(20);

/// Serves until told to stop, then lets running requests end.
pub async fn serve(listener: TcpListener, front: Front, mut stop: watch::Receiver<bool>) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    builder.http2().timer(TokioTimer::new());
    let (builder, places) = (Arc::new(builder), Arc::new(Semaphore::new(MOST_CONNECTIONS)));
    let graceful = GracefulShutdown::new();
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => break,
        };
        // An accept fails when the client is gone again or files run out: neither ends the server.
        let Ok((stream, address)) = accepted else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(front.for_client(address));
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(DRAIN_WITHIN, graceful.shutdown()).await;
}
