//! Logs and counts of requests. Paths are not logged: they hold search words and keys.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

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
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn,sea_orm_migration=warn".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match lines {
        Lines::Json => log.json().init(),
        Lines::Text => log.compact().init(),
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
