//! What is taken back: a recommendation or a return until somebody has acted on it, and an approval that was a material error.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::acts::{Held, audit, event, in_hand};
use super::clock::add_working_days;
use super::entity::{case_event, casefile};
use super::notices::Notice;
use super::reads::{in_scope, involved};
use super::refusals;
use super::rules::{CaseKind, CaseState, EventAct, Move, Outcome, may, may_ask_back, policy};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{CaseId, PersonId, VersionId};
use ground::states::{States, Step};
use people::notifications::tell;
use people::{accounts, place};

/// Minutes in which one takes back alone what one has approved oneself.
pub const UNDO_MINUTES: i64 = 15;

/// Who recommended takes that back before another has decided or sent it back.
pub async fn recall(ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let Held { case, next: state, .. } = in_hand(&tx, ctx, id, Move::Recall).await?;
    if case.state != CaseState::Recommended {
        return Err(Reason::NOT_NOW.into());
    }
    event(&tx, ctx, id, EventAct::Recall, "", "").await?;
    audit(&tx, ctx, "case.recall", &case, String::new()).await?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.assigned_to = Set(ctx.actor.id());
    row.recommended_by = Set(None);
    row.recommended_outcome = Set(None);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Who returned it takes that back: the clock goes on where it stood, and the applicant is told. Gives the subject, and when it was
/// returned; whether the applicant has acted since is known where the subject is.
pub async fn call_back(tx: &Tx, ctx: &Ctx, id: CaseId) -> Result<(CaseKind, i64, DateTime<Utc>), AppError> {
    let Held { case, involved, next: state } = in_hand(tx, ctx, id, Move::Recall).await?;
    if case.state != CaseState::Returned {
        return Err(Reason::NOT_NOW.into());
    }
    let returned = last(tx, id, EventAct::Return).await?.ok_or(AppError::NotFound)?;
    event(tx, ctx, id, EventAct::CallBack, "", "").await?;
    audit(tx, ctx, "case.call_back", &case, String::new()).await?;
    let notice = Notice::CalledBack { title: case.title.clone(), reference: case.reference.clone() };
    if let Some(applicant) = case.applicant_id {
        tell(tx, ctx, applicant, &notice, &format!("/me/cases/{id}")).await?;
    }
    for helper in involved.helpers.iter().filter(|_| case.kind == CaseKind::Family) {
        tell(tx, ctx, *helper, &notice, &format!("/desk/families/{}/application", case.subject_id)).await?;
    }
    let subject = (case.kind, case.subject_id, returned.at);
    runs_again(tx, ctx, case, state).await?;
    Ok(subject)
}

/// The case is in the actor's hands, and its clock goes on where it stood.
async fn runs_again(tx: &Tx, ctx: &Ctx, case: casefile::Model, state: Step<CaseState>) -> Result<(), AppError> {
    let holidays = place::holidays(&**tx).await?;
    let left = (policy(case.kind).days - case.days_used).max(1);
    let due = add_working_days(day_in_tripoli(ctx.now), left, &holidays);
    let mut row = case.into_active_model();
    row.state = state.set();
    row.assigned_to = Set(ctx.actor.id());
    row.clock_since = Set(Some(ctx.now));
    row.due_on = Set(Some(due));
    row.decided_by = Set(None);
    row.decided_at = Set(None);
    row.outcome = Set(None);
    row.reason_code = Set(None);
    row.reason_text = Set(None);
    row.decision_number = Set(None);
    row.update(&**tx).await?;
    Ok(())
}

/// When something was last done to a case.
async fn last(tx: &Tx, id: CaseId, act: EventAct) -> Result<Option<case_event::Model>, AppError> {
    let query = case_event::Entity::find()
        .filter(case_event::Column::CaseId.eq(id))
        .filter(case_event::Column::Act.eq(act))
        .order_by_desc(case_event::Column::Id);
    Ok(query.one(&**tx).await?)
}

/// Whether the Authority's last word about a subject is that an approval was taken back. What its applicant withdraws, throws away or
/// begins anew changes nothing about that; the next decision does.
pub async fn stands_taken_back<C: ConnectionTrait>(db: &C, kind: CaseKind, subject: i64) -> Result<bool, AppError> {
    let about = casefile::Entity::find()
        .select_only()
        .column(casefile::Column::Id)
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .into_query();
    let query = case_event::Entity::find()
        .filter(case_event::Column::CaseId.in_subquery(about))
        .filter(case_event::Column::Act.is_in([EventAct::Decide, EventAct::TakeBack]))
        .order_by_desc(case_event::Column::Id);
    Ok(query.one(db).await?.is_some_and(|event| event.act == EventAct::TakeBack))
}

async fn locked(tx: &Tx, ctx: &Ctx, id: CaseId) -> Result<casefile::Model, AppError> {
    ctx.actor.staff(Role::CASEWORKERS)?;
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS)).lock_exclusive();
    query.one(&**tx).await?.ok_or(AppError::NotFound)
}

/// An approval that somebody holds for a material error: why, for the second person, who is told.
pub async fn ask_back(ctx: &Ctx, id: CaseId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let case = locked(&tx, ctx, id).await?;
    may_ask_back(&ctx.actor, &involved(&*tx, &case).await?)?;
    let (Some(Outcome::Approved), Some(number)) = (case.outcome, case.decision_number.clone()) else {
        return Err(Reason::NOT_NOW.into());
    };
    event(&tx, ctx, id, EventAct::AskBack, words, &number).await?;
    audit(&tx, ctx, "case.ask_back", &case, number.clone()).await?;
    let heads = accounts::staff_in_scope(ctx, &[Role::BranchHead], case.municipality_code.as_deref()).await?;
    let mut told: Vec<PersonId> = heads.into_iter().map(|head| head.id).chain(case.decided_by).collect();
    told.sort_unstable();
    told.dedup();
    let notice = Notice::BackAsked { title: case.title.clone(), number };
    for person in told.into_iter().filter(|person| Some(*person) != ctx.actor.id()) {
        tell(&tx, ctx, person, &notice, &format!("/desk/cases/{id}")).await?;
    }
    Ok(tx.commit().await?)
}

/// The second person leaves the decision as it is.
pub async fn keep(ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let case = locked(&tx, ctx, id).await?;
    may(&ctx.actor, &involved(&*tx, &case).await?, Move::TakeBack)?;
    event(&tx, ctx, id, EventAct::Keep, "", "").await?;
    audit(&tx, ctx, "case.keep", &case, case.decision_number.clone().unwrap_or_default()).await?;
    Ok(tx.commit().await?)
}

/// What a decision that was taken back had been about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// Kind of the subject.
    pub kind: CaseKind,
    /// Key of the subject.
    pub subject_id: i64,
    /// The version of a product.
    pub version: Option<VersionId>,
}

/// A second person takes an approval back for the reason that the first gave: it is no decision any longer, its number and the reason
/// stay in the history, the applicant is told, and the case is looked at again.
pub async fn take_back(tx: &Tx, ctx: &Ctx, id: CaseId) -> Result<TakenBack, AppError> {
    let Held { case, next: state, .. } = in_hand(tx, ctx, id, Move::TakeBack).await?;
    let words = last(tx, id, EventAct::AskBack).await?.map(|event| event.words).unwrap_or_default();
    taken_back(tx, ctx, case, state, &words).await
}

/// Who has just approved a product takes that back alone, within [`UNDO_MINUTES`].
pub async fn undo(tx: &Tx, ctx: &Ctx, id: CaseId) -> Result<TakenBack, AppError> {
    let case = locked(tx, ctx, id).await?;
    let involved = involved(&**tx, &case).await?;
    may(&ctx.actor, &involved, Move::Take)?;
    let state = case.state.step(involved.by(Move::TakeBack))?;
    if case.decided_by != ctx.actor.id() || case.decided_by.is_none() {
        return Err(Reason::NOT_NOW.into());
    }
    if case.decided_at.is_none_or(|at| ctx.now > at + Duration::minutes(UNDO_MINUTES)) {
        return Err(refusals::UNDO_TOO_LATE.into());
    }
    taken_back(tx, ctx, case, state, "").await
}

async fn taken_back(tx: &Tx, ctx: &Ctx, case: casefile::Model, state: Step<CaseState>, words: &str) -> Result<TakenBack, AppError> {
    let (Some(Outcome::Approved), Some(number)) = (case.outcome, case.decision_number.clone()) else {
        return Err(Reason::NOT_NOW.into());
    };
    event(tx, ctx, case.id, EventAct::TakeBack, words, &number).await?;
    audit(tx, ctx, "case.take_back", &case, number.clone()).await?;
    if let Some(applicant) = case.applicant_id {
        let notice = Notice::TakenBack { title: case.title.clone(), number, words: words.to_owned() };
        tell(tx, ctx, applicant, &notice, &format!("/me/cases/{}", case.id)).await?;
    }
    let of = TakenBack { kind: case.kind, subject_id: case.subject_id, version: case.version_id };
    runs_again(tx, ctx, case, state).await?;
    Ok(of)
}
