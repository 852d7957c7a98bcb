//! Logs and counts of requests. Paths are not logged: they hold search words and keys.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// For programs that collect logs.
    Json,
    /// For people, in development.
    Text,
}

/// Writes logs to standard error from now on.
pub fn start(lines: Lines) {
    // By levels and parts of the program alone, which needs no regular expressions.
    let asked = std::env::var("RUST_LOG").ok().and_then(|asked| asked.parse::<Targets>().ok());
    let usual = || Targets::new().with_default(Level::INFO).with_targets([("sqlx", Level::WARN), ("sea_orm_migration", Level::WARN)]);
    let (all, log) = (tracing_subscriber::registry().with(asked.unwrap_or_else(usual)), fmt::layer().with_writer(std::io::stderr));
    match lines {
        Lines::Json => all.with(log.json()).init(),
        Lines::Text => all.with(log.compact()).init(),
    }
}

/// Counts a request by method, line of the URL table and status.
pub async fn requests(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().as_str().to_owned();
    let line = request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let labels = [("method", method.clone()), ("line", line.clone()), ("status", status.to_string())];
    metrics::counter!("souq_requests_total", &labels).increment(1);
    metrics::histogram!("souq_request_seconds", "line" => line.clone()).record(began.elapsed().as_secs_f64());
    if status >= 500 {
        tracing::warn!(method, line, status, "request failed");
    }
    response
}
