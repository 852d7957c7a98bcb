//! Planning of a cohort, with what it does to those who signed up: seats that are added are offered, and who waited in vain for
//! an earlier cohort is carried over.

use crate::courses::cohorts;
use crate::courses::types::CohortForm;
use crate::enrolment::{offers, proposals};
use crate::reach::{PLANNERS, record};
use crate::rules::CohortState;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId};

/// Saves a cohort, or a new one; seats that were added to a published order go to the next, and who holds one hears of other days.
pub async fn save_cohort(ctx: &Ctx, course: CourseId, id: Option<CohortId>, form: CohortForm) -> Result<CohortId, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let (before, saved) = cohorts::save(&tx, ctx, course, id, form).await?;
    if saved.state == CohortState::Closed {
        offers::fill(&tx, ctx, &saved).await?;
    }
    if let Some(before) = before {
        cohorts::moved(&tx, ctx, &before, &saved).await?;
    }
    record(&tx, ctx, "training.cohort", "cohort", saved.id.0, format!("{} seats", saved.capacity)).await?;
    tx.changed(course).await?;
    tx.commit().await?;
    Ok(saved.id)
}

/// From now on everyone sees the cohort, and families sign up within its window; the waiting list that it takes over signs up
/// with it.
pub async fn publish(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let Some(cohort) = cohorts::open(&tx, ctx, id).await? else { return Ok(()) };
    let carried = proposals::carry_over(&tx, ctx, &cohort).await?;
    let details = if carried == 0 { String::new() } else { format!("{carried} carried over") };
    record(&tx, ctx, "training.publish", "cohort", id.0, details).await?;
    tx.changed(cohort.course_id).await?;
    Ok(tx.commit().await?)
}
