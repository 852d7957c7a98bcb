//! What acts of every sub-area do: they move a fair, and write down what was done.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::entity::fair;
use crate::rules::FairMove;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::history::Event;
use ground::ids::FairId;
use ground::states::States;

pub(crate) async fn record(tx: &Tx, ctx: &Ctx, act: &str, id: FairId, details: String) -> Result<(), AppError> {
    tx.record(ctx, Event { act, subject_kind: "fair", subject_id: id.0, details }).await
}

/// One move of a fair that needs nothing else; done again, it does nothing.
pub(crate) async fn go(tx: &Tx, ctx: &Ctx, fair: fair::Model, by: FairMove) -> Result<fair::Model, AppError> {
    let state = fair.state.step(by)?;
    let (before, id) = (fair.state, fair.id);
    let mut row = fair.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    let fair = row.update(&**tx).await?;
    record(tx, ctx, "fair.move", id, format!("{} to {}", before.code(), state.code())).await?;
    tx.changed(id).await?;
    Ok(fair)
}
