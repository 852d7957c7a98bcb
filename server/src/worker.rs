//! Does what has to leave the database.

use std::time::Duration;

use app::db::Db;
use app::error::AppError;
use app::outbox::{self, Ending, Task};
use tokio::sync::watch;

use crate::clock::now;
use crate::mailer::Mailer;

/// How often the outbox is looked at when nothing else wakes the worker.
const EVERY: Duration = Duration::from_secs(2);
/// Tasks taken at a time.
const AT_ONCE: u64 = 16;

/// Works until told to stop.
pub async fn work(db: Db, mailer: Mailer, mut stop: watch::Receiver<bool>) {
    loop {
        match drain(&db, &mailer).await {
            Ok(done) if done > 0 => {}
            Ok(_) => {
                tokio::select! {
                    () = tokio::time::sleep(EVERY) => {}
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

/// Does what is due, once. Gives how many tasks were taken.
pub async fn drain(db: &Db, mailer: &Mailer) -> Result<usize, AppError> {
    let claimed = outbox::claim(db, now(), AT_ONCE).await?;
    let taken = claimed.len();
    for (id, attempts, task) in claimed {
        let ending = perform(mailer, &task).await;
        if ending != Ending::Done {
            tracing::warn!(task = id.0, attempts, "a task did not end");
        }
        metrics::counter!("souq_outbox_tasks_total", "done" => (ending == Ending::Done).to_string()).increment(1);
        outbox::finish(db, now(), id, attempts, ending).await?;
    }
    Ok(taken)
}

async fn perform(mailer: &Mailer, task: &Task) -> Ending {
    match task {
        Task::Mail(mail) => mailer.send(mail).await,
    }
}
