//! Does what has to leave the database, and what the calendar asks for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::{Import, JobState};
use ground::ctx::Ctx;
use ground::error::{AppError, Incident};
use ground::ids::{CohortId, PersonId};
use ground::outbox::{self, Claimed, Ending, Mail};
use market::catalogue;
use people::accounts;
use people::media::WIDTHS;
use people::media::{self, Kind};
use people::{Erase, Reindex};
use tokio::sync::watch;
use training::issuing::Issue;

use crate::clock::now;
use crate::import_desk;
use crate::state::State;
use crate::sweep;

/// How often the outbox is looked at when nothing else wakes the worker.
const EVERY: Duration = Duration::from_secs(2);
/// How often the calendar is looked at: licences end at midnight.
const CALENDAR_EVERY: Duration = Duration::from_secs(600);
/// How often the store is looked through for files that no row knows.
const SWEEP_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// How soon it is looked at again when something stood in the way.
const CALENDAR_AGAIN: Duration = Duration::from_secs(30);
/// Tasks taken at a time: one that takes long keeps no other one waiting under its claim.
const AT_ONCE: u64 = 1;

/// Whether a task that fails is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// It is.
    Early,
    /// It is not: what waits for it is told that it failed.
    Last,
}

/// Works until told to stop.
pub async fn work(state: State, mut stop: watch::Receiver<bool>) {
    let mut calendar_at = Instant::now();
    let mut sweep_at = Instant::now() + CALENDAR_EVERY;
    loop {
        if Instant::now() >= sweep_at {
            sweep_at = Instant::now() + SWEEP_EVERY;
            sweep(&state).await;
        }
        if Instant::now() >= calendar_at {
            calendar_at = Instant::now() + if calendar(&state).await { CALENDAR_EVERY } else { CALENDAR_AGAIN };
        }
        match step(&state, &mut stop).await {
            Ok(done) if done > 0 => {}
            Ok(_) => {
                tokio::select! {
                    () = tokio::time::sleep(EVERY) => {}
                    () = state.db.woken() => {}
                    _ = stop.changed() => return,
                }
            }
            // Logged with its incident; the database may come back.
            Err(_) => tokio::time::sleep(EVERY).await,
        }
        if *stop.borrow() {
            return;
        }
    }
}

fn console(state: &State) -> Ctx {
    world::console(state.db.clone(), state.site.clone(), now())
}

/// Licences end, families are reminded, files of imports go. Says whether all of it could be done.
async fn calendar(state: &State) -> bool {
    let ctx = console(state);
    let done = async {
        let (over, reminded) = desk::daily(&ctx).await?;
        let unanswered = training::daily(&ctx).await? + fairs::daily(&ctx).await?;
        if over + reminded + unanswered > 0 {
            tracing::info!(over, reminded, unanswered, "licences and offers ended, families reminded");
        }
        state.db.erase_old_changes().await?;
        for token in desk::spent_imports(&ctx).await? {
            import_desk::erase(state, &token).await?;
        }
        Ok::<(), AppError>(())
    };
    match done.await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(?error, "the calendar is looked at again soon");
            false
        }
    }
}

async fn sweep(state: &State) {
    match sweep::sweep(state, now() - sweep::WITHOUT_ROW).await {
        Ok(0) => {}
        Ok(erased) => tracing::info!(erased, "files without a row were erased"),
        // Logged with its incident; tomorrow is early enough.
        Err(error) => tracing::warn!(?error, "the store was not looked through"),
    }
}

/// Does what is due, once. Gives how many tasks were taken.
pub async fn drain(state: &State) -> Result<usize, AppError> {
    let (_tell, mut stop) = watch::channel(false);
    step(state, &mut stop).await
}

/// As [`drain`]; an import is laid down when the worker has to stop.
async fn step(state: &State, stop: &mut watch::Receiver<bool>) -> Result<usize, AppError> {
    let claimed = outbox::claim(&state.db, now(), AT_ONCE).await?;
    let taken = claimed.len();
    for task in claimed {
        let Claimed { id, attempts, .. } = task;
        let attempt = if attempts + 1 >= outbox::MOST_ATTEMPTS { Attempt::Last } else { Attempt::Early };
        let ending = match task.read() {
            Some(Import { job }) => {
                let stopped = async { stop.wait_for(|stop| *stop).await.map(drop) };
                tokio::select! {
                    ending = perform(state, &task, attempt) => ending,
                    Ok(()) = stopped => {
                        desk::lay_down_import(&state.db, job).await?;
                        outbox::release(&state.db, id).await?;
                        return Ok(taken);
                    }
                }
            }
            None => perform(state, &task, attempt).await,
        };
        if ending != Ending::Done {
            tracing::warn!(task = id.0, attempts, "a task did not end");
        }
        metrics::counter!("souq_outbox_tasks_total", "done" => (ending == Ending::Done).to_string()).increment(1);
        outbox::finish(&state.db, now(), id, attempts, ending).await?;
    }
    Ok(taken)
}

/// Joins the tasks of all areas. What is none of them waits for the version that left it, and is shown to the administrator when
/// nobody has done it.
async fn perform(state: &State, task: &Claimed, attempt: Attempt) -> Ending {
    let done = if let Some(mail) = task.read::<Mail>() {
        return state.mailer.send(&mail).await;
    } else if let Some(Erase { address }) = task.read() {
        erase(state, &address).await
    } else if let Some(Reindex { craft, municipality }) = task.read() {
        catalogue::reindex(&console(state), craft.as_deref(), municipality.as_deref()).await.map(|_| ())
    } else if let Some(Import { job }) = task.read() {
        import(state, job, attempt).await
    } else if let Some(Issue { cohort, by }) = task.read() {
        issue(state, CohortId(cohort), PersonId(by), attempt).await
    } else {
        return Ending::Retry(format!("no task of this version: «{}»", task.name()));
    };
    match done {
        Ok(()) => Ending::Done,
        Err(AppError::Unexpected(Incident(code)) | AppError::Unavailable(Incident(code))) => Ending::Retry(format!("incident {code}")),
        Err(error) => Ending::Retry(format!("{error:?}")),
    }
}

/// A document or a photo that was taken out is erased, unless another one holds the same bytes.
pub(crate) async fn erase(state: &State, address: &str) -> Result<(), AppError> {
    let mut gone = Vec::new();
    if !media::held(&state.db, address, Kind::Document).await? {
        gone.push(format!("documents/{address}"));
    }
    if !media::held(&state.db, address, Kind::Photo).await? {
        state.known.forget(address);
        let sizes = WIDTHS.into_iter().flat_map(|width| ["webp", "jpg"].map(|extension| format!("photos/{address}-{width}.{extension}")));
        gone.extend(sizes);
    }
    for name in gone {
        state.blobs.delete(&name).await.map_err(|error| AppError::Unavailable(Incident::log(&error)))?;
    }
    Ok(())
}

/// Writes an import in the name of who confirmed it. One that broke off is begun again: the same id never doubles a row.
async fn import(state: &State, id: i64, attempt: Attempt) -> Result<(), AppError> {
    let Some(job) = desk::start_import(&state.db, now(), id).await? else { return Ok(()) };
    let who = job.begun_by.ok_or(AppError::NotFound)?;
    let actor = accounts::actor_of_task(&state.db, who, now()).await?;
    let ctx = Ctx { actor, ..console(state) };
    match import_desk::write(&ctx, state, &job).await {
        Ok(report) => desk::end_import(&state.db, now(), id, JobState::Done, report).await,
        // The database or the store may come back: the task is tried again, and the page says that it runs.
        Err(error @ (AppError::Busy | AppError::Unavailable(_))) if attempt == Attempt::Early => {
            desk::lay_down_import(&state.db, id).await?;
            Err(error)
        }
        Err(error) => {
            let code = match error {
                AppError::Unexpected(Incident(code)) => code,
                other => Incident::log(&format!("import {id}: {other:?}")).0,
            };
            desk::end_import(&state.db, now(), id, JobState::Failed, code).await
        }
    }
}

/// Issues certificates in the name of who asked for it. What was issued before something broke off stays issued.
async fn issue(state: &State, cohort: CohortId, by: PersonId, attempt: Attempt) -> Result<(), AppError> {
    let actor = accounts::actor_of_task(&state.db, by, now()).await?;
    let ctx = Ctx { actor, ..console(state) };
    let issued = async {
        while training::issuing::next(&ctx, cohort).await? {}
        Ok(())
    };
    match issued.await {
        Err(error @ (AppError::Busy | AppError::Unavailable(_))) if attempt == Attempt::Early => Err(error),
        Err(error) => {
            let code = match error {
                AppError::Unexpected(Incident(code)) => code,
                other => Incident::log(&format!("certificates of {cohort}: {other:?}")).0,
            };
            training::issuing::failed(&ctx, cohort, code).await
        }
        Ok(()) => Ok(()),
    }
}

/// Listens to what other processes tell, on PostgreSQL; on SQLite everyone looks for themselves.
pub async fn listen(state: State, url: String) {
    use ground::db::{CHANNEL, PAGES, TASKS};
    use sea_orm::sqlx::postgres::PgListener;
    let told = Arc::new(state);
    loop {
        let heard = async {
            let mut listener = PgListener::connect(&url).await?;
            listener.listen(CHANNEL).await?;
            loop {
                match listener.recv().await?.payload() {
                    PAGES => told.pages.look().await,
                    TASKS => told.db.wake(),
                    _ => {}
                }
            }
            #[allow(unreachable_code)]
            Ok::<(), sea_orm::sqlx::Error>(())
        };
        if let Err(error) = heard.await {
            tracing::warn!(%error, "not listening to the database; looking instead");
        }
        tokio::time::sleep(EVERY).await;
    }
}
