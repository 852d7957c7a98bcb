//! Whether the program lives, is ready, and what it counts.

use std::sync::OnceLock;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Extension, Router};
use ground::outbox;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::machine;
use crate::state::State;

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count.
pub fn start_metrics() {
    if let Ok(handle) = PrometheusBuilder::new().install_recorder() {
        let _ = METRICS.set(handle);
    }
}

/// Ready when the database and the store answer, there is room on the disk, and all loops of the worker give signs of life.
pub async fn ready(Extension(state): Extension<State>) -> (StatusCode, &'static str) {
    if state.leaving.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    if state.db.ping().await.is_err() {
        return (StatusCode::SERVICE_UNAVAILABLE, "database");
    }
    if !state.blobs.ready().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "store");
    }
    let folder = state.config.data.clone();
    if !tokio::task::spawn_blocking(move || machine::has_room(&folder)).await.unwrap_or(false) {
        return (StatusCode::SERVICE_UNAVAILABLE, "disk");
    }
    if let Some(late) = state.pulse.late() {
        tracing::error!(late, "a loop of the worker gives no sign of life");
        return (StatusCode::SERVICE_UNAVAILABLE, "worker");
    }
    (StatusCode::OK, "ready")
}

/// What is asked at the address for metrics.
pub fn router(state: &State) -> Router {
    let router = Router::new().route("/metrics", get(metrics)).route("/readyz", get(ready));
    router.layer(Extension(state.clone()))
}

/// Counters in the format of Prometheus.
async fn metrics(Extension(state): Extension<State>) -> String {
    if let Ok(waiting) = outbox::waiting(&state.db).await {
        metrics::gauge!("souq_outbox_waiting").set(waiting as f64);
    }
    for (of, age) in state.pulse.ages() {
        metrics::gauge!("souq_worker_silent_seconds", "loop" => of).set(age.as_secs_f64());
    }
    METRICS.get().map(PrometheusHandle::render).unwrap_or_default()
}
