//! What touches several parts of training at once: the work of a day, and a family that leaves.

use cases::committee::SittingKind;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::classroom::files;
use crate::enrolment::offers;
use crate::entity::{cohort, enrolment};
use crate::reach::locked;
use crate::rules::{CohortState, EnrolmentState};
use crate::{certificates, lessons};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{CohortId, FamilyId};

/// A family that leaves takes names and words with it; seats it held go to the next.
pub async fn forget(tx: &Tx, ctx: &Ctx, family: FamilyId) -> Result<(), AppError> {
    let sql = "DELETE FROM calendar_link WHERE person_id IN (SELECT applicant_id FROM enrolment WHERE family_id = $1)";
    tx.run(sql, vec![family.into()]).await?;
    let rows = enrolment::Entity::find().filter(enrolment::Column::FamilyId.eq(family)).order_by_asc(enrolment::Column::CohortId);
    for found in rows.all(&**tx).await? {
        let cohort = locked(tx, found.cohort_id).await?;
        // Again, as it stands now that nobody else changes it.
        let found = enrolment::Entity::find_by_id(found.id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
        certificates::acts::forget(tx, ctx, found.id).await?;
        files::forget(tx, ctx, found.id).await?;
        cases::committee::forget(tx, SittingKind::Cohort, &[found.id.0]).await?;
        offers::left(tx, ctx, &cohort, found).await?;
    }
    Ok(())
}

/// What the calendar does: offers that were not answered end, their seats go to the next, on its day the quota spills over, and
/// on its first day the cohort begins; certificates end on their last. Each cohort has its own transaction. Gives how much ended.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    let mut ended = 0;
    for id in due(ctx).await? {
        let tx = ctx.begin().await?;
        let cohort = locked(&tx, id).await?;
        if cohort.state != CohortState::Closed {
            continue;
        }
        if lessons::acts::due(cohort.state, cohort.starts_on, ctx) {
            ended += enrolment::of_cohort(&tx, id, &[EnrolmentState::Offered]).await?.len();
            lessons::acts::begin(&tx, ctx, cohort).await?;
            tx.commit().await?;
            continue;
        }
        ended += offers::expire(&tx, ctx, &cohort).await?;
        offers::fill(&tx, ctx, &cohort).await?;
        offers::remind(&tx, ctx, &cohort).await?;
        tx.changed(cohort.course_id).await?;
        tx.commit().await?;
    }
    Ok(ended + certificates::acts::daily(ctx).await?)
}

/// Cohorts whose seats are offered and that did not begin yet.
pub(crate) async fn due(ctx: &Ctx) -> Result<Vec<CohortId>, AppError> {
    let query = cohort::Entity::find().select_only().column(cohort::Column::Id).filter(cohort::Column::State.eq(CohortState::Closed));
    Ok(query.into_tuple().all(ctx.db.read()).await?)
}
