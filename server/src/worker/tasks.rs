//! What the worker does with each kind of task.

use desk::{Import, JobMove};
use ground::ctx::Ctx;
use ground::error::{AppError, Incident};
use ground::ids::{CohortId, PersonId};
use ground::outbox::{Claimed, Ending, Mail};
use market::catalogue;
use people::accounts;
use people::media::{self, Kind};
use people::{Erase, Reindex};
use training::issuing::Issue;

use super::console;
use crate::clock::now;
use crate::import_desk;
use crate::state::State;

/// Whether a task that fails is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempt {
    /// It is.
    Early,
    /// It is not: what waits for it is told that it failed.
    Last,
}

/// Joins the tasks of all areas. What is none of them waits for the version that left it, and is shown to the administrator when
/// nobody has done it; what is nothing at all is shown at once.
pub(super) async fn perform(state: &State, task: &Claimed, attempt: Attempt) -> Ending {
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
        return match task.name() {
            Some(name) => Ending::Retry(format!("no task of this version: «{name}»")),
            None => Ending::Fail("no task that can be read".to_owned()),
        };
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
        gone.extend(Kind::Document.files(address));
    }
    if !media::held(&state.db, address, Kind::Photo).await? {
        state.known.forget(address);
        gone.extend(Kind::Photo.files(address));
    }
    for name in gone {
        state.blobs.delete(&name).await.map_err(|error| AppError::Unavailable(Incident::log(&error)))?;
    }
    Ok(())
}

/// Writes an import in the name of who released it. One that broke off is begun again: the same id never doubles a row.
async fn import(state: &State, id: i64, attempt: Attempt) -> Result<(), AppError> {
    let Some(job) = desk::start_import(&state.db, now(), id).await? else { return Ok(()) };
    let who = job.released_by.or(job.begun_by).ok_or(AppError::NotFound)?;
    let actor = accounts::actor_of_task(&state.db, who, now()).await?;
    let ctx = Ctx { actor, ..console(state) };
    match import_desk::write(&ctx, state, &job).await {
        Ok(report) => desk::end_import(&state.db, now(), id, JobMove::End, report).await,
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
            desk::end_import(&state.db, now(), id, JobMove::Fail, code).await
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
