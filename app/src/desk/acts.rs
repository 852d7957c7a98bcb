//! Decisions with what they do, in one transaction.

use crate::casework::{self, CaseKind, Decided, Decision};
use crate::catalogue;
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::AppError;
use crate::families;
use crate::ids::{CaseId, FamilyId, ProductId};

/// Approves or refuses a case, and does to its subject what that means.
pub async fn decide(ctx: &Ctx, id: CaseId, decision: &Decision) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let decided = casework::decide(&tx, ctx, id, decision).await?;
    apply(&tx, ctx, &decided).await?;
    Ok(tx.commit().await?)
}

async fn apply(tx: &Tx, ctx: &Ctx, decided: &Decided) -> Result<(), AppError> {
    match decided.kind {
        CaseKind::Family => families::apply_decision(tx, ctx, FamilyId(decided.subject_id), decided.outcome).await,
        CaseKind::Product => catalogue::apply_decision(tx, ctx, ProductId(decided.subject_id), decided.outcome, decided.objection).await,
        CaseKind::Report => catalogue::take_down(tx, ctx, decided.subject_id, decided.outcome, &decided.words).await,
        // An objection carries the kind of its first case; one to an objection is not possible.
        CaseKind::Objection => Err(AppError::NotFound),
    }
}

/// Sends a case back to its applicant and opens its subject for changes.
pub async fn return_to_applicant(ctx: &Ctx, id: CaseId, fields: &[(String, String)]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (kind, subject) = casework::return_to_applicant(&tx, ctx, id, fields).await?;
    match kind {
        CaseKind::Family => families::reopen(&tx, FamilyId(subject)).await?,
        CaseKind::Product => catalogue::reopen(&tx, ctx, ProductId(subject)).await?,
        CaseKind::Report | CaseKind::Objection => return Err(AppError::NotFound),
    }
    Ok(tx.commit().await?)
}
