//! Issuing certificates in bulk: an officer begins it, the worker writes one after the other, the page shows how far it is.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use crate::certificates::acts::first;
use crate::entity::{certificate, course, enrolment, issuing};
use crate::reach::{PLANNERS, in_reach, not_mine, record};
use crate::rules::{CohortMove, CohortState, EnrolmentState, IssuingMove, IssuingState};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::ids::CohortId;
use ground::outbox::Task;
use ground::states::States;
use serde::{Deserialize, Serialize};

/// Certificates of a cohort are issued, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Key of the cohort.
    pub cohort: i64,
    /// In whose name.
    pub by: i64,
}

impl Task for Issue {
    const NAME: &'static str = "issue";
}

/// Who completed the cohort and never had a certificate of it. Whose was revoked gets no other one by the way.
fn left(id: CohortId) -> Select<enrolment::Entity> {
    let known = certificate::Entity::find().select_only().column(certificate::Column::EnrolmentId);
    let known = known.filter(certificate::Column::CohortId.eq(id)).into_query();
    enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(id))
        .filter(enrolment::Column::State.eq(EnrolmentState::Completed))
        .filter(enrolment::Column::Id.not_in_subquery(known))
        .order_by_asc(enrolment::Column::Position)
        .order_by_asc(enrolment::Column::Id)
}

/// An officer has certificates issued to all who completed a finished cohort and have none; done again, it does nothing more.
/// Nobody issues their own family's. Gives how many there will be.
pub async fn begin(ctx: &Ctx, id: CohortId) -> Result<usize, AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    if !matches!(cohort.state, CohortState::Finished | CohortState::Certified) {
        return Err(Reason::NOT_NOW.into());
    }
    not_mine(&tx, id, me).await?;
    let total = usize::try_from(left(id).count(&*tx).await?).unwrap_or(usize::MAX);
    let known = issuing::Entity::find_by_id(id).one(&*tx).await?;
    // Sent twice, or with nobody new to be certified, it is as it was.
    let runs = known.as_ref().is_some_and(|known| known.state == IssuingState::Running);
    if runs || (total == 0 && cohort.state == CohortState::Certified) {
        return Ok(total);
    }
    let state = known.as_ref().map_or_else(|| Ok(IssuingState::first()), |known| known.state.step(IssuingMove::Begin))?;
    let row = issuing::ActiveModel {
        cohort_id: Set(id),
        state: state.set(),
        begun_by: Set(me),
        total: Set(i64::try_from(total).unwrap_or(i64::MAX)),
        issued: Set(0),
        incident: Set(String::new()),
        changed_at: Set(ctx.now),
    };
    if known.is_some() {
        row.update(&*tx).await?
    } else {
        row.insert(&*tx).await?
    };
    tx.later(ctx.now, &Issue { cohort: id.0, by: me.0 }).await?;
    record(&tx, ctx, "training.certify", "cohort", id.0, format!("{total} certificates")).await?;
    tx.commit().await?;
    Ok(total)
}

/// The next certificate of a cohort, in a transaction of its own: what was issued stays, whatever comes between. Says whether
/// there was one; without any left, the cohort is certified.
pub async fn next(ctx: &Ctx, id: CohortId) -> Result<bool, AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    let Some(job) = issuing::Entity::find_by_id(id).one(&*tx).await?.filter(|job| job.state == IssuingState::Running) else {
        return Ok(false);
    };
    let row = left(id).one(&*tx).await?;
    let (more, course) = (row.is_some(), cohort.course_id);
    let (issued, total, state) = (job.issued, job.total, job.state);
    let mut job = job.into_active_model();
    job.changed_at = Set(ctx.now);
    if let Some(row) = row {
        let about = course::Entity::find_by_id(course).one(&*tx).await?.ok_or(AppError::NotFound)?;
        first(&tx, ctx, &about, &cohort, row, me).await?;
        job.issued = Set(issued + 1);
        job.total = Set(total.max(issued + 1));
    } else {
        job.state = state.step(IssuingMove::End)?.set();
        let certified = cohort.state.step(CohortMove::Certify)?;
        let mut row = cohort.into_active_model();
        row.state = certified.set();
        row.update(&*tx).await?;
    }
    job.update(&*tx).await?;
    tx.changed(course).await?;
    tx.commit().await?;
    Ok(more)
}

/// Begins and ends at once, without the worker: how many were issued.
pub async fn issue(ctx: &Ctx, id: CohortId) -> Result<usize, AppError> {
    let total = begin(ctx, id).await?;
    while next(ctx, id).await? {}
    Ok(total)
}

/// The worker could not end it: the page says so with the incident, and an officer begins again.
pub async fn failed(ctx: &Ctx, id: CohortId, incident: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let row =
        issuing::ActiveModel { state: IssuingState::Running.step(IssuingMove::Fail)?.set(), incident: Set(incident), ..Default::default() };
    let running = issuing::Column::State.eq(IssuingState::Running);
    issuing::Entity::update_many().set(row).filter(issuing::Column::CohortId.eq(id)).filter(running).exec(&*tx).await?;
    Ok(tx.commit().await?)
}
