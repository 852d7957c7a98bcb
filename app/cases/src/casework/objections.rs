//! Objections (تظلّم): a linked case before people who did not decide the first one.

use std::collections::HashMap;

use chrono::Duration;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::acts::{NewCase, event, open};
use super::entity::{case_event, casefile};
use super::reads::involved;
use super::refusals;
use super::rules::{CaseKind, CaseMove, CaseState, EventAct, Move, Outcome, adverse, may, policy};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::CaseId;
use ground::states::States;

/// The objection to a decision was heard: its case is closed.
pub(super) async fn close_first(tx: &Tx, ctx: &Ctx, first: CaseId) -> Result<(), AppError> {
    let case = casefile::Entity::find_by_id(first).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let state = case.state.step(CaseMove::of(case.kind, Move::Close))?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.update(&**tx).await?;
    event(tx, ctx, first, EventAct::Close, "", "").await
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
        return Err(Reason::NOT_NOW.into());
    }
    let state = case.state.step(CaseMove::of(case.kind, Move::Object))?;
    let last = case.decided_at.map(|at| at + Duration::days(policy(case.kind).objection_days));
    if last.is_none_or(|last| ctx.now > last) {
        return Err(refusals::OBJECTION_TOO_LATE.into());
    }
    // What was sent anew since takes the place of what was decided.
    let later = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(case.kind))
        .filter(casefile::Column::SubjectId.eq(case.subject_id))
        .filter(casefile::Column::Id.gt(id));
    if case.kind == CaseKind::Family && later.count(&*tx).await? > 0 {
        return Err(Reason::NOT_NOW.into());
    }
    let new = NewCase {
        applicant: Some(signed.id),
        objection_of: Some(id),
        words: words.to_owned(),
        version: case.version_id,
        ..NewCase::new(CaseKind::Objection, case.subject_id, case.title.clone(), case.municipality_code.clone())
    };
    let (objection, reference) = open(&tx, ctx, new).await?;
    event(&tx, ctx, id, EventAct::Object, words, &objection.to_string()).await?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.update(&*tx).await?;
    tx.commit().await?;
    Ok(reference)
}

/// An objection to a result that was not decided in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objected {
    /// Its case.
    pub case: CaseId,
    /// Number.
    pub reference: String,
    /// What was said.
    pub words: String,
    /// How it was heard; nothing until then.
    pub outcome: Option<Outcome>,
    /// What was said to it.
    pub answer: String,
    /// Whether it waits to be heard.
    pub open: bool,
}

/// Objections of a kind to the results of these subjects; each can be objected to once.
pub async fn objections_to<C: ConnectionTrait>(db: &C, kind: CaseKind, subjects: Vec<i64>) -> Result<HashMap<i64, Objected>, AppError> {
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    let about = casefile::Entity::find().filter(casefile::Column::Kind.eq(kind)).filter(casefile::Column::SubjectId.is_in(subjects));
    let cases = about.all(db).await?;
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let opened = case_event::Entity::find()
        .filter(case_event::Column::CaseId.is_in(cases.iter().map(|case| case.id)))
        .filter(case_event::Column::Act.eq(EventAct::Open));
    let mut words: HashMap<CaseId, String> = opened.all(db).await?.into_iter().map(|event| (event.case_id, event.words)).collect();
    let objected = |case: casefile::Model| {
        let subject = case.subject_id;
        let made = Objected {
            case: case.id,
            words: words.remove(&case.id).unwrap_or_default(),
            open: !matches!(case.state, CaseState::Decided | CaseState::Closed),
            reference: case.reference,
            outcome: case.outcome,
            answer: case.reason_text.unwrap_or_default(),
        };
        (subject, made)
    };
    Ok(cases.into_iter().map(objected).collect())
}

/// Whether an objection to a decision about this subject is being heard.
pub async fn objection_open(tx: &Tx, kind: CaseKind, subject: i64) -> Result<bool, AppError> {
    let query = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .filter(casefile::Column::State.eq(CaseState::ObjectionOpen));
    Ok(query.count(&**tx).await? > 0)
}

/// The newest case of a kind about a subject that was approved.
pub async fn last_approved(tx: &Tx, kind: CaseKind, subject: i64) -> Result<Option<CaseId>, AppError> {
    let query = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .filter(casefile::Column::Outcome.eq(Outcome::Approved))
        .order_by_desc(casefile::Column::DecidedAt)
        .order_by_desc(casefile::Column::Id);
    Ok(query.one(&**tx).await?.map(|case| case.id))
}
