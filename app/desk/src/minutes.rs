//! Signing a committee's minute: with the last signature, what it says is done.

use cases::committee::{self, SittingKind};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::SittingId;
use people::accounts;

/// A present member signs the minute that was read, by a fresh code of the second factor.
pub async fn sign_minute(ctx: &Ctx, id: SittingId, read: &str, code: &str) -> Result<(), AppError> {
    // Whoever may not open the sitting learns nothing of it, and the same form sent twice has one effect.
    let view = committee::sitting(ctx, id).await?;
    if view.me.as_ref().is_some_and(|me| me.signed_at.is_some()) {
        return Ok(());
    }
    accounts::count_code(ctx).await?;
    let tx = ctx.begin().await?;
    match view.sitting.kind {
        SittingKind::Cohort => training::hold(&tx, view.sitting.subject_id).await?,
        SittingKind::Fair => fairs::hold(&tx, view.sitting.subject_id).await?,
    }
    // The code is spent with the signature, or not at all.
    accounts::spend(&tx, ctx, code).await?;
    if let Some(decided) = committee::sign(&tx, ctx, id, read).await? {
        match decided.kind {
            SittingKind::Cohort => training::apply_minute(&tx, ctx, &decided).await?,
            SittingKind::Fair => fairs::apply_minute(&tx, ctx, &decided).await?,
        }
    }
    Ok(tx.commit().await?)
}
