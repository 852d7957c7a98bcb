//! What is noted for the figures.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::reach::{PLANNERS, in_reach, record};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::CohortId;
use ground::money::Money;

/// What a cohort cost in all, for the cost of a trainee.
pub async fn note_cost(ctx: &Ctx, id: CohortId, spent: Money) -> Result<(), AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let mut row = in_reach(&tx, ctx, id).await?.into_active_model();
    row.spent = Set(spent.0);
    row.update(&*tx).await?;
    record(&tx, ctx, "training.cost", "cohort", id.0, ground::money::plain(spent)).await?;
    Ok(tx.commit().await?)
}
