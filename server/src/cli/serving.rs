//! The web server and the worker, until told to stop.

use std::time::Duration;

use ground::ctx::Ctx;
use market::catalogue;
use sea_orm::DbBackend;
use server::front::Front;
use server::listen::Limits;
use server::state::State;
use server::{clock, health, listen, machine, seed, worker};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::seeding;
use super::terminal::{Failure, say, words};

/// How often it is asked what other processes have changed; on PostgreSQL they tell besides.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The web server and the worker in one process.
pub async fn serve(state: State) -> Result<(), Failure> {
    measured(&state).await?;
    let stop = stop_signal()?;
    let listener = bind(&state).await?;
    answer(state, listener, stop).await
}

/// The same with the demo town, which an empty database is filled with first.
pub async fn serve_demo(state: State, ctx: &Ctx) -> Result<(), Failure> {
    measured(&state).await?;
    if world::is_empty(ctx).await.map_err(words)? {
        say("An empty database: building the demo town …");
        seeding::town(&state, ctx).await?;
    }
    let stop = stop_signal()?;
    let listener = bind(&state).await?;
    say(&seed::sign_ins());
    answer(state, listener, stop).await
}

/// The worker alone.
pub async fn work(state: State) -> Result<(), Failure> {
    measured(&state).await?;
    follow_others(&state).await;
    worker::work(state, stop_signal()?).await;
    Ok(())
}

/// Begins to count, where the counts are asked for.
async fn measured(state: &State) -> Result<(), Failure> {
    let Some(addr) = state.config.metrics_addr else { return Ok(()) };
    health::start_metrics();
    let listener = TcpListener::bind(addr).await.map_err(|error| format!("SOUQ_METRICS_ADDR={addr}: {error}"))?;
    let router = health::router(state);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

async fn bind(state: &State) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(state.config.addr).await.map_err(|error| format!("SOUQ_ADDR={}: {error}", state.config.addr))?;
    say(&format!("Souq is at {}", state.config.public_url));
    Ok(listener)
}

async fn answer(state: State, listener: TcpListener, stop: watch::Receiver<bool>) -> Result<(), Failure> {
    machine::open_many_files();
    follow_others(&state).await;
    let ctx = world::console(state.db.clone(), state.site.clone(), clock::now());
    tokio::spawn(async move {
        if let Err(error) = catalogue::warm(&ctx).await {
            tracing::warn!(?error, "the first list will read the products");
        }
    });
    let working = tokio::spawn(worker::work(state.clone(), stop.clone()));
    let db = state.db.clone();
    listen::serve(listener, Front::new(&state), Limits::of(&state.config), state.leaving.clone(), stop).await;
    working.await?;
    // The last to close a SQLite file puts what is in its journal into it.
    Ok(db.close().await?)
}

fn stop_signal() -> Result<watch::Receiver<bool>, Failure> {
    let (tell, stop) = watch::channel(false);
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = tell.send(true);
    });
    Ok(stop)
}

/// Hears of what other processes change: they tell on PostgreSQL, and it is looked on both databases.
async fn follow_others(state: &State) {
    state.pages.look().await;
    let pages = state.pages.clone();
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(LOOK_EVERY);
        loop {
            tick.tick().await;
            pages.look().await;
        }
    });
    if state.db.backend() == DbBackend::Postgres {
        tokio::spawn(worker::listen(state.clone(), state.config.database_url.clone()));
    }
}
