//! Imports as jobs: checked first, confirmed once, written by the worker, watched on a page.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, IntoActiveModel, QueryOrder, QuerySelect};

use crate::entity::import_job::{ActiveModel, Column, Entity, Model};
use crate::refusals;
use crate::types::{CheckedFiles, Job, JobMove, JobState};
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::db::Db;
use ground::error::AppError;
use ground::outbox::{self, Task};
use ground::states::States;
use people::accounts;
use serde::{Deserialize, Serialize};

/// A checked import is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Key of the job.
    pub job: i64,
}

impl Task for Import {
    const NAME: &'static str = "import";
}

const ADMIN: &[Role] = &[Role::Administrator];
/// Who releases an import: another administrator, or who heads the whole Authority.
pub const RELEASERS: &[Role] = &[Role::Administrator, Role::BranchHead];

/// Whether the actor may see imports, which are of all branches.
fn sees_all(ctx: &Ctx) -> bool {
    ctx.actor.holds(ADMIN) || ctx.actor.scopes(&[Role::BranchHead]).contains(&Scope::Whole)
}

/// Whether the actor may release an import: not one that they began themselves.
pub fn may_release(ctx: &Ctx, job: &Job) -> Result<(), AppError> {
    ctx.actor.staff(RELEASERS)?;
    if !sees_all(ctx) {
        return Err(AppError::NotFound);
    }
    if job.begun_by == ctx.actor.id() { Err(refusals::OWN_IMPORT.into()) } else { Ok(()) }
}

fn job_view(row: Model) -> Job {
    Job {
        id: row.id,
        token: row.token,
        state: row.state,
        all_or_nothing: row.all_or_nothing,
        rows_total: row.rows_total,
        rows_done: row.rows_done,
        report: row.report,
        begun_by: row.begun_by,
        released_by: row.released_by,
        names: [None, None],
        files: row.files,
        begun_at: row.begun_at,
    }
}

/// Writes down files that were checked. Gives the key of the job.
pub async fn begin_import(ctx: &Ctx, files: CheckedFiles) -> Result<i64, AppError> {
    let me = ctx.actor.staff(ADMIN)?.id;
    let CheckedFiles { token, all_or_nothing, rows, report, files } = files;
    let tx = ctx.begin().await?;
    let row = ActiveModel {
        token: Set(token),
        state: JobState::first().set(),
        all_or_nothing: Set(all_or_nothing),
        rows_total: Set(i64::try_from(rows).unwrap_or(i64::MAX)),
        rows_done: Set(0),
        report: Set(report),
        begun_by: Set(Some(me)),
        files: Set(files),
        begun_at: Set(ctx.now),
        touched_at: Set(ctx.now),
        ..Default::default()
    };
    let job = row.insert(&*tx).await?;
    tx.commit().await?;
    Ok(job.id)
}

/// An import, for who may begin or release one.
pub async fn import_job(ctx: &Ctx, id: i64) -> Result<Job, AppError> {
    ctx.actor.staff(RELEASERS)?;
    if !sees_all(ctx) {
        return Err(AppError::NotFound);
    }
    Entity::find_by_id(id).one(ctx.db.read()).await?.map(job_view).ok_or(AppError::NotFound)
}

/// The last imports, newest first, with who began and who released each.
pub async fn import_jobs(ctx: &Ctx) -> Result<Vec<Job>, AppError> {
    ctx.actor.staff(RELEASERS)?;
    if !sees_all(ctx) {
        return Ok(Vec::new());
    }
    let db = ctx.db.read();
    let rows = Entity::find().order_by_desc(Column::Id).limit(20).all(db).await?;
    let names = accounts::names(db, rows.iter().flat_map(|row| [row.begun_by, row.released_by]).flatten().collect()).await?;
    let named = |row: Model| {
        let job = job_view(row);
        let names = [job.begun_by, job.released_by].map(|who| names.get(&who?).cloned());
        Job { names, ..job }
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Another than who began it releases an import, once: a second yes changes nothing. The worker takes it from here, in the name of who
/// released it.
pub async fn confirm_import(ctx: &Ctx, id: i64) -> Result<(), AppError> {
    may_release(ctx, &import_job(ctx, id).await?)?;
    let me = ctx.actor.staff(RELEASERS)?.id;
    let tx = ctx.begin().await?;
    let state = JobState::Checked.step(JobMove::Confirm)?;
    let confirmed = ActiveModel { state: state.set(), released_by: Set(Some(me)), ..Default::default() };
    let confirmed =
        Entity::update_many().set(confirmed).filter(Column::Id.eq(id)).filter(Column::State.eq(JobState::Checked)).exec(&*tx).await?;
    if confirmed.rows_affected == 0 {
        return import_job(ctx, id).await.map(|_| ());
    }
    tx.later(ctx.now, &Import { job: id }).await?;
    Ok(tx.commit().await?)
}

/// The worker takes up an import that was confirmed, also one that broke off; nothing when it has ended. One that another
/// worker is writing is left to it, for as long as it gives signs of life.
pub async fn start_import(db: &Db, now: DateTime<Utc>, id: i64) -> Result<Option<Job>, AppError> {
    // Shorter than the claim of its task, which is over when this is asked: who writes renews both.
    const BROKE_OFF: chrono::Duration = chrono::Duration::seconds(outbox::CLAIM.num_seconds() / 2);
    let tx = db.begin().await?;
    let query = Entity::find_by_id(id).filter(Column::State.is_in([JobState::Queued, JobState::Running])).lock_exclusive();
    let Some(job) = query.one(&*tx).await? else { return Ok(None) };
    // One that is touched later than now is of a clock that was set back.
    let age = now - job.touched_at;
    if job.state == JobState::Running && (chrono::Duration::zero()..BROKE_OFF).contains(&age) {
        return Err(AppError::Busy);
    }
    let state = job.state.step(JobMove::Start)?;
    let mut row = job.into_active_model();
    row.touched_at = Set(now);
    row.state = state.set();
    row.rows_done = Set(0);
    let job = row.update(&*tx).await?;
    tx.commit().await?;
    Ok(Some(job_view(job)))
}

/// How many rows were done so far.
pub async fn import_progress(db: &Db, now: DateTime<Utc>, id: i64, done: u64) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let row = ActiveModel { rows_done: Set(i64::try_from(done).unwrap_or(i64::MAX)), touched_at: Set(now), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(&*tx).await?;
    Ok(tx.commit().await?)
}

/// The worker lays an import down because it has to stop; the next one takes it up at once.
pub async fn lay_down_import(db: &Db, id: i64) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let row = ActiveModel { state: JobState::Running.step(JobMove::LayDown)?.set(), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(Column::State.eq(JobState::Running)).exec(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Files of jobs whose work is over, or that nobody said yes to within a week: they hold personal data, and go. Gives
/// their tokens, once.
pub async fn spent_imports(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    let over = Condition::any()
        .add(Column::State.is_in([JobState::Done, JobState::Failed]))
        .add(Condition::all().add(Column::State.eq(JobState::Checked)).add(Column::BegunAt.lt(ctx.now - chrono::Duration::days(7))));
    let tx = ctx.begin().await?;
    let jobs = Entity::find().filter(over).filter(Column::Token.not_like("spent-%")).limit(100).lock_exclusive().all(&*tx).await?;
    let mut tokens = Vec::new();
    for job in jobs {
        let (token, state) = (job.token.clone(), job.state);
        let mut row = job.into_active_model();
        row.token = Set(format!("spent-{token}"));
        if let Ok(forgotten) = state.step(JobMove::Forget) {
            row.state = forgotten.set();
            row.report = Set(String::new());
        }
        row.update(&*tx).await?;
        tokens.push(token);
    }
    tx.commit().await?;
    Ok(tokens)
}

/// An import has ended, with its report, or has failed, with an incident's code.
pub async fn end_import(db: &Db, now: DateTime<Utc>, id: i64, by: JobMove, report: String) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let row = ActiveModel { state: JobState::Running.step(by)?.set(), report: Set(report), ended_at: Set(Some(now)), ..Default::default() };
    let running = Column::State.eq(JobState::Running);
    Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(running).exec(&*tx).await?;
    Ok(tx.commit().await?)
}
