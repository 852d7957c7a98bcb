//! Objections (تظلّم): a linked case before people who did not decide the first one.

use chrono::Duration;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::acts::{NewCase, event, open};
use super::entity::casefile;
use super::reads::involved;
use super::rules::{CaseKind, Move, adverse, may, policy, step};
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::{AppError, Reason};
use crate::ids::CaseId;

/// The objection to a decision was heard: its case is closed.
pub(super) async fn close_first(tx: &Tx, ctx: &Ctx, first: CaseId) -> Result<(), AppError> {
    let case = casefile::Entity::find_by_id(first).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let state = step(case.kind, case.kind, case.state, Move::Close)?;
    let mut row = case.into_active_model();
    row.state = Set(state);
    row.update(&**tx).await?;
    event(tx, ctx, first, "close", "", "").await
}

/// The person decided upon objects, within the days the policy gives: a linked case before people
/// who did not decide the first one.
pub async fn object(ctx: &Ctx, id: CaseId, words: &str) -> Result<String, AppError> {
    let signed = ctx.actor.person()?;
    let tx = ctx.begin().await?;
    let query = casefile::Entity::find_by_id(id).filter(casefile::Column::ApplicantId.eq(signed.id)).lock_exclusive();
    let case = query.one(&*tx).await?.ok_or(AppError::NotFound)?;
    may(&ctx.actor, &involved(&*tx, &case).await?, Move::Object)?;
    if case.outcome != Some(adverse(case.kind)) {
        return Err(Reason::NotNow.into());
    }
    let state = step(case.kind, case.kind, case.state, Move::Object)?;
    let last = case.decided_at.map(|at| at + Duration::days(policy(case.kind).objection_days));
    if last.is_none_or(|last| ctx.now > last) {
        return Err(Reason::ObjectionTooLate.into());
    }
    let new = NewCase {
        kind: CaseKind::Objection,
        subject_id: case.subject_id,
        title: case.title.clone(),
        municipality: case.municipality_code.clone(),
        applicant: Some(signed.id),
        objection_of: Some(id),
        flagged: None,
        helper: None,
        words: words.to_owned(),
    };
    let (objection, reference) = open(&tx, ctx, new).await?;
    event(&tx, ctx, id, "object", words, &objection.to_string()).await?;
    let mut row = case.into_active_model();
    row.state = Set(state);
    row.update(&*tx).await?;
    tx.commit().await?;
    Ok(reference)
}
