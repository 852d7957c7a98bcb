//! What is taken back of what was decided or asked, with what it did, in one transaction.

use cases::casework::{self, CaseKind, CaseState, TakenBack};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{CaseId, FamilyId, ProductId};
use market::{catalogue, families};

/// Who recommended or returned a file takes that back, until somebody has acted on it.
pub async fn recall(ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    if casework::case_for_work(ctx, id).await?.state != CaseState::Returned {
        return casework::recall(ctx, id).await;
    }
    let tx = ctx.begin().await?;
    let (kind, subject, returned_at) = casework::call_back(&tx, ctx, id).await?;
    match kind {
        CaseKind::Family => families::call_back(&tx, FamilyId(subject)).await?,
        CaseKind::Product => catalogue::call_back(&tx, ctx, ProductId(subject), returned_at).await?,
        _ => return Err(AppError::NotFound),
    }
    Ok(tx.commit().await?)
}

/// A second person takes an approval back that was a material error: the product is off the market, or shown as it was before.
pub async fn take_back(ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let back = casework::take_back(&tx, ctx, id).await?;
    undone(&tx, ctx, back).await?;
    Ok(tx.commit().await?)
}

/// Who has just approved a product takes that back alone.
pub async fn undo(ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let back = casework::undo(&tx, ctx, id).await?;
    undone(&tx, ctx, back).await?;
    Ok(tx.commit().await?)
}

async fn undone(tx: &Tx, ctx: &Ctx, TakenBack { kind, subject_id, version }: TakenBack) -> Result<(), AppError> {
    match kind {
        CaseKind::Product => catalogue::take_back(tx, ctx, ProductId(subject_id), version).await,
        _ => Err(Reason::NOT_NOW.into()),
    }
}
