//! Does what has to leave the database, and what the calendar asks for. Each lane of tasks has loops of its own, and so has the
//! calendar: what hangs or breaks in one holds up none of the others.

mod tasks;

use std::sync::Arc;
use std::time::{Duration, Instant};

use cases::casework;
use desk::Import;
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use ground::checkpoints;
use ground::ctx::Ctx;
use ground::error::{AppError, Incident};
use ground::history;
use ground::outbox::{self, Claimed, Ending, Lane, Mail};
use market::catalogue;
use people::accounts;
use tokio::sync::watch;

use crate::clock::now;
use crate::import_desk;
use crate::mailer::{self, Reached};
use crate::state::State;
use crate::sweep;

use self::tasks::{Attempt, perform};

pub(crate) use self::tasks::erase;

/// How often the outbox is looked at when nothing else wakes the worker.
const EVERY: Duration = Duration::from_secs(2);
/// How often the calendar is looked at: licences end at midnight.
const CALENDAR_EVERY: Duration = Duration::from_secs(600);
/// How often the store is looked through for files that no row knows.
const SWEEP_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// How soon it is looked at again when something stood in the way.
const CALENDAR_AGAIN: Duration = Duration::from_secs(30);
/// Mails that are handed over at a time.
const MAILS_AT_ONCE: usize = 4;
/// How often a claim is renewed while its task is worked on.
const KEPT_EVERY: Duration = Duration::from_secs(15);
/// Longest time for a mail, whatever its server does meanwhile.
const LONGEST_MAIL: Duration = Duration::from_secs(60);
/// Longest time for any other task: a large import.
const LONGEST_WORK: Duration = Duration::from_secs(4 * 60 * 60);
/// A loop is heard of at least as often.
const HEARD_WITHIN: Duration = Duration::from_secs(120);
/// A look at the calendar may take as long.
const LONGEST_CALENDAR: Duration = Duration::from_secs(30 * 60);

type Stop = watch::Receiver<bool>;

/// Works until told to stop.
pub async fn work(state: State, stop: Stop) {
    let mails = (1..=MAILS_AT_ONCE).map(|n| (format!("mail {n}"), Lane::Mail));
    let others = [("urgent".to_owned(), Lane::Urgent), ("work".to_owned(), Lane::Work)];
    let mut loops: Vec<BoxFuture<'static, ()>> = Vec::new();
    for (name, lane) in mails.chain(others) {
        let (state, of, stop) = (state.clone(), name.clone(), stop.clone());
        let run = move || lane_loop(state.clone(), of.clone(), lane, stop.clone()).boxed();
        loops.push(supervised(name, EVERY, run).boxed());
    }
    let run = move || calendar_loop(state.clone(), stop.clone()).boxed();
    loops.push(supervised("calendar".to_owned(), EVERY, run).boxed());
    join_all(loops).await;
}

/// Runs a loop until it ends by itself; one that broke is begun again after a pause.
async fn supervised(name: String, pause: Duration, run: impl Fn() -> BoxFuture<'static, ()>) {
    while let Err(error) = tokio::spawn(run()).await {
        let _ = Incident::log(&error);
        tracing::error!(worker = name, "a loop of the worker broke, and begins again");
        metrics::counter!("souq_worker_restarts_total", "loop" => name.clone()).increment(1);
        tokio::time::sleep(pause).await;
    }
}

async fn lane_loop(state: State, name: String, lane: Lane, mut stop: Stop) {
    let mut left = state.db.tasks_left();
    while !*stop.borrow() {
        state.pulse.beat(&name, HEARD_WITHIN);
        left.mark_unchanged();
        match step(&state, lane, &name, &mut stop).await {
            Ok(done) if done > 0 => {}
            Ok(_) => {
                tokio::select! {
                    () = tokio::time::sleep(EVERY) => {}
                    _ = left.changed() => {}
                    _ = stop.changed() => {}
                }
            }
            // Logged with its incident; the database may come back.
            Err(_) => tokio::time::sleep(EVERY).await,
        }
    }
    state.pulse.ended(&name);
}

async fn calendar_loop(state: State, mut stop: Stop) {
    const NAME: &str = "calendar";
    let mut sweep_at = Instant::now() + CALENDAR_EVERY;
    loop {
        state.pulse.beat(NAME, LONGEST_CALENDAR);
        let wait = if calendar(&state).await { CALENDAR_EVERY } else { CALENDAR_AGAIN };
        if Instant::now() >= sweep_at {
            sweep_at = Instant::now() + SWEEP_EVERY;
            sweep(&state).await;
        }
        state.pulse.beat(NAME, wait + HEARD_WITHIN);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stop.changed() => return state.pulse.ended(NAME),
        }
    }
}

fn console(state: &State) -> Ctx {
    world::console(state.db.clone(), state.site.clone(), now())
}

/// A part of the calendar. What stands in its way holds up no other part; it is tried again soon, and counted.
async fn part(name: &'static str, work: impl Future<Output = Result<usize, AppError>>) -> bool {
    match work.await {
        Ok(moved) => {
            if moved > 0 {
                tracing::info!(part = name, moved, "the calendar moved something");
            }
            true
        }
        Err(error) => {
            tracing::warn!(part = name, ?error, "a part of the calendar is looked at again soon");
            metrics::counter!("souq_calendar_failed_total", "part" => name).increment(1);
            false
        }
    }
}

/// Licences end, families are reminded, staff are told what waits, files of imports go, and what is spent. Says whether all of it could be done.
pub async fn calendar(state: &State) -> bool {
    let ctx = console(state);
    let licences = part("licences", async { desk::daily(&ctx).await.map(|(over, reminded)| over + reminded) }).await;
    let digests = part("digests", casework::daily(&ctx)).await;
    let courses = part("courses", training::daily(&ctx)).await;
    let fairs = part("fairs", fairs::daily(&ctx)).await;
    let imports = part("imports", async {
        let spent = desk::spent_imports(&ctx).await?;
        for token in &spent {
            import_desk::erase(state, token).await?;
        }
        Ok(spent.len())
    });
    let imports = imports.await;
    let spent = part("spent", desk::erase_spent(&ctx)).await;
    let sealed = part("trail", async {
        let Some(sealed) = checkpoints::set(&ctx).await? else { return Ok(0) };
        // Also here, where who writes to the database does not.
        tracing::info!(number = sealed.number, row = sealed.audit_id, "the audit trail is sealed");
        Ok(1)
    });
    [licences, digests, courses, fairs, imports, spent, sealed.await].into_iter().all(|well| well)
}

/// The index of words is written anew on a day after somebody has left, as it takes as long as it is large.
async fn without_words_of_who_left(state: &State) -> Result<(), AppError> {
    let ctx = console(state);
    if history::since(&ctx, "family.leave", ctx.now - chrono::Duration::days(2)).await? {
        catalogue::without_erased_words(&state.db).await?;
    }
    Ok(())
}

async fn sweep(state: &State) {
    if let Err(error) = without_words_of_who_left(state).await {
        tracing::warn!(?error, "words of who left stay in the index for another day");
    }
    match catalogue::erase_withdrawn(&console(state)).await {
        Ok(0) => {}
        Ok(erased) => tracing::info!(erased, "photos that nobody sees any more were erased"),
        Err(error) => tracing::warn!(?error, "photos that nobody sees any more stay for another day"),
    }
    match sweep::sweep(state, now() - sweep::WITHOUT_ROW).await {
        Ok(0) => {}
        Ok(erased) => tracing::info!(erased, "files without a row were erased"),
        // Logged with its incident; tomorrow is early enough.
        Err(error) => tracing::warn!(?error, "the store was not looked through"),
    }
}

/// Does what is due, once in each lane. Gives how many tasks were taken.
pub async fn drain(state: &State) -> Result<usize, AppError> {
    let (_tell, mut stop) = watch::channel(false);
    let mut taken = 0;
    for lane in Lane::ALL.iter().copied() {
        taken += step(state, lane, "drain", &mut stop).await?;
    }
    Ok(taken)
}

/// Does one task of a lane, if one is due. An import is laid down when the worker has to stop.
async fn step(state: &State, lane: Lane, name: &str, stop: &mut Stop) -> Result<usize, AppError> {
    let Some(task) = outbox::claim(&state.db, now(), lane, 1).await?.pop() else { return Ok(0) };
    let attempt = if task.attempts + 1 >= outbox::MOST_ATTEMPTS { Attempt::Last } else { Attempt::Early };
    let Some(ending) = ending_of(state, &task, attempt, name, stop).await else {
        if let Some(Import { job }) = task.read() {
            desk::lay_down_import(&state.db, job).await?;
        }
        outbox::release(&state.db, &task).await?;
        return Ok(1);
    };
    if ending != Ending::Done {
        tracing::warn!(task = task.id.0, attempts = task.attempts, "a task did not end");
    }
    metrics::counter!("souq_outbox_tasks_total", "done" => (ending == Ending::Done).to_string()).increment(1);
    let mail = task.read::<Mail>().map(|mail| (mail.to, mailer::of_ending(&ending)));
    if !outbox::finish(&state.db, now(), &task, ending).await? {
        tracing::warn!(task = task.id.0, "another worker has taken this task up; what came of it here does not count");
    } else if let Some((to, reached)) = mail {
        match reached {
            Reached::Taken => accounts::address_reached(&console(state), &to).await?,
            Reached::Nobody => accounts::address_refused(&console(state), &to).await?,
            Reached::Unknown => {}
        }
    }
    Ok(1)
}

/// Does a task while its claim is renewed. Nothing when it was broken off because the worker has to stop.
async fn ending_of(state: &State, task: &Claimed, attempt: Attempt, name: &str, stop: &mut Stop) -> Option<Ending> {
    let longest = if task.read::<Mail>().is_some() { LONGEST_MAIL } else { LONGEST_WORK };
    let breaks_off = task.read::<Import>().is_some();
    let (of, which) = (state.clone(), task.clone());
    // In a task of its own: when it panics, that is how this one ended, and the loop goes on.
    let mut done = tokio::spawn(async move { perform(&of, &which, attempt).await });
    let begun = Instant::now();
    loop {
        tokio::select! {
            ended = &mut done => {
                return Some(ended.unwrap_or_else(|error| Ending::Retry(format!("incident {}", Incident::log(&error).0))));
            }
            () = tokio::time::sleep(KEPT_EVERY.min(longest)) => {
                state.pulse.beat(name, HEARD_WITHIN);
                if begun.elapsed() >= longest {
                    done.abort();
                    return Some(Ending::Retry(format!("took longer than {} s", longest.as_secs())));
                }
                // An error is logged with its incident; the database may come back before the claim is over.
                if let Ok(false) = outbox::keep(&state.db, now(), task).await {
                    done.abort();
                    return Some(Ending::Retry("another worker has taken it up".to_owned()));
                }
            }
            Ok(()) = async { stop.wait_for(|stop| *stop).await.map(drop) }, if breaks_off => {
                done.abort();
                // Until it has let go of what it held.
                let _ = done.await;
                return None;
            }
        }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_loop_that_breaks_begins_again() {
        let begun = Arc::new(AtomicUsize::new(0));
        let counted = begun.clone();
        let run = move || {
            let nth = counted.fetch_add(1, Ordering::SeqCst);
            async move { assert!(nth >= 2, "broken") }.boxed()
        };
        supervised("mail 1".to_owned(), Duration::ZERO, run).await;
        assert_eq!(begun.load(Ordering::SeqCst), 3);
    }
}
