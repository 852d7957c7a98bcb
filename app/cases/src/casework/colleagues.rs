//! What colleagues tell each other about a case: whose it is, notes, what to look at.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::acts::{audit, event, merged};
use super::clock::{add_working_days, working_days_between};
use super::entity::{case_document, case_event, casefile};
use super::notices::Notice;
use super::reads::{in_scope, involved, subjects};
use super::rules::{CaseKind, CaseMove, CaseState, EventAct, Move, may_be_given, moves, policy};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CaseId, PersonId, VersionId};
use ground::states::States;
use people::notifications::tell;
use people::{media, place};

/// States in which nobody works on a case any longer.
const ENDED: [CaseState; 3] = [CaseState::Decided, CaseState::ObjectionOpen, CaseState::Closed];

/// A case is handed to a colleague, who is told.
pub async fn assign(ctx: &Ctx, id: CaseId, to: PersonId) -> Result<(), AppError> {
    ctx.actor.staff(Role::CASEWORKERS)?;
    let tx = ctx.begin().await?;
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS)).lock_exclusive();
    let case = query.one(&*tx).await?.ok_or(AppError::NotFound)?;
    if ENDED.contains(&case.state) {
        return Err(Reason::NOT_NOW.into());
    }
    let involved = involved(&*tx, &case).await?;
    let colleagues = people::accounts::staff_in_scope(ctx, Role::CASEWORKERS, case.municipality_code.as_deref()).await?;
    let colleague = colleagues
        .iter()
        .find(|person| person.id == to && may_be_given(&involved, to).is_ok())
        .ok_or(FieldErrors::one("assigned_to", Problem::NotAChoice))?;
    let notice = Notice::Assigned { title: case.title.clone(), reference: case.reference.clone() };
    tell(&tx, ctx, to, &notice, &format!("/desk/cases/{id}")).await?;
    event(&tx, ctx, id, EventAct::Assign, &colleague.name, "").await?;
    audit(&tx, ctx, "case.assign", &case, format!("to {to}")).await?;
    let mut row = case.into_active_model();
    row.assigned_to = Set(Some(to));
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// A note for colleagues; the applicant never sees it.
pub async fn note(ctx: &Ctx, id: CaseId, words: &str) -> Result<(), AppError> {
    ctx.actor.staff(Role::CASEWORKERS)?;
    let tx = ctx.begin().await?;
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS));
    let case = query.one(&*tx).await?.ok_or(AppError::NotFound)?;
    event(&tx, ctx, id, EventAct::Note, words, "").await?;
    audit(&tx, ctx, "case.note", &case, String::new()).await?;
    Ok(tx.commit().await?)
}

/// Somebody who may move a case says why an identity could not be compared with its paper. Who recommends and who decides read it.
pub async fn say_uncompared(ctx: &Ctx, id: CaseId, words: &str) -> Result<(), AppError> {
    ctx.actor.staff(Role::CASEWORKERS)?;
    let tx = ctx.begin().await?;
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS)).lock_exclusive();
    let case = query.one(&*tx).await?.ok_or(AppError::NotFound)?;
    if moves(&ctx.actor, &involved(&*tx, &case).await?).is_empty() {
        return Err(Reason::NOT_NOW.into());
    }
    event(&tx, ctx, id, EventAct::Uncompared, words, "").await?;
    audit(&tx, ctx, "case.uncompared", &case, String::new()).await?;
    Ok(tx.commit().await?)
}

/// Whether that was said of a case since it was last sent.
pub async fn uncompared<C: ConnectionTrait>(db: &C, id: CaseId) -> Result<bool, AppError> {
    let query = case_event::Entity::find()
        .filter(case_event::Column::CaseId.eq(id))
        .filter(case_event::Column::Act.is_in([EventAct::Open, EventAct::Resubmit, EventAct::Uncompared]))
        .order_by_desc(case_event::Column::Id);
    Ok(query.one(db).await?.is_some_and(|event| event.act == EventAct::Uncompared))
}

/// Notes that this person had the applicant's account or form in hand, and so does not decide.
pub async fn helped(tx: &Tx, ctx: &Ctx, case: CaseId) -> Result<(), AppError> {
    event(tx, ctx, case, EventAct::Help, "", "").await
}

/// Notes something that an officer has to look at on the newest case of a subject, and tells the
/// officer who has it.
pub async fn flag(tx: &Tx, ctx: &Ctx, kind: CaseKind, subject: i64, what: &str) -> Result<(), AppError> {
    let found = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .order_by_desc(casefile::Column::Id)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    let Some(case) = found else { return Ok(()) };
    event(tx, ctx, case.id, EventAct::Flag, "", what).await?;
    if let Some(officer) = still_there(ctx, case.assigned_to.or(case.decided_by), case.municipality_code.as_deref()).await? {
        let notice = Notice::Assigned { title: case.title.clone(), reference: case.reference.clone() };
        tell(tx, ctx, officer, &notice, &format!("/desk/cases/{}", case.id)).await?;
    }
    let flags = merged(case.flagged.as_deref(), Some(what));
    let mut row = case.into_active_model();
    row.flagged = Set(flags);
    row.update(&**tx).await?;
    Ok(())
}

/// Whoever had a case before, if they may still work where it lies.
pub(super) async fn still_there(ctx: &Ctx, who: Option<PersonId>, municipality: Option<&str>) -> Result<Option<PersonId>, AppError> {
    let Some(who) = who else { return Ok(None) };
    let staff = people::accounts::staff_in_scope(ctx, Role::CASEWORKERS, municipality).await?;
    Ok(staff.iter().any(|person| person.id == who).then_some(who))
}

/// Days that were used and last days of open cases are counted anew, because the holidays have changed: of those that run, and of those
/// that wait for their applicant.
pub async fn count_days_anew(tx: &Tx) -> Result<(), AppError> {
    let holidays = place::holidays(&**tx).await?;
    let open = casefile::Entity::find().filter(casefile::Column::State.is_not_in(ENDED));
    let ids = open.clone().select_only().column(casefile::Column::Id).into_query();
    let runs = case_event::Entity::find()
        .filter(case_event::Column::CaseId.in_subquery(ids))
        .filter(case_event::Column::Act.is_in(RUNS))
        .order_by_asc(case_event::Column::Id)
        .all(&**tx)
        .await?;
    let mut by_case: HashMap<CaseId, Vec<(EventAct, NaiveDate)>> = HashMap::new();
    for event in runs {
        by_case.entry(event.case_id).or_default().push((event.act, day_in_tripoli(event.at)));
    }
    for case in open.lock_exclusive().all(&**tx).await? {
        let used = used_days(by_case.get(&case.id).map_or(&[], Vec::as_slice), &holidays);
        let left = (policy(case.kind).days - used).max(1);
        let due = case.clock_since.map(|since| add_working_days(day_in_tripoli(since), left, &holidays));
        if (case.days_used, case.due_on) != (used, due) {
            let mut row = case.into_active_model();
            row.days_used = Set(used);
            row.due_on = Set(due);
            row.update(&**tx).await?;
        }
    }
    Ok(())
}

/// What starts and stops the clock.
const RUNS: [EventAct; 6] =
    [EventAct::Open, EventAct::Return, EventAct::Resubmit, EventAct::CallBack, EventAct::Decide, EventAct::TakeBack];

/// Working days that ended stretches took: from arrival, or from coming back, to being returned or decided.
fn used_days(events: &[(EventAct, NaiveDate)], holidays: &HashSet<NaiveDate>) -> i64 {
    let (mut since, mut used) = (None, 0);
    for (act, day) in events {
        match act {
            EventAct::Return | EventAct::Decide => used += since.take().map_or(0, |from| working_days_between(from, *day, holidays)),
            _ => since = Some(*day),
        }
    }
    used
}

/// Open cases end without a decision, because what they ask for cannot be had any longer: a suspended licence is not
/// renewed by an older request, and who leaves has nothing left to decide. `kinds` narrows them; all when empty.
pub async fn withdraw(tx: &Tx, ctx: &Ctx, applicant: PersonId, kinds: &[CaseKind]) -> Result<(), AppError> {
    let ended = [CaseState::Decided, CaseState::Closed];
    let mut open =
        casefile::Entity::find().filter(casefile::Column::ApplicantId.eq(applicant)).filter(casefile::Column::State.is_not_in(ended));
    if !kinds.is_empty() {
        open = open.filter(casefile::Column::Kind.is_in(kinds.iter().copied()));
    }
    for case in open.lock_exclusive().all(&**tx).await? {
        end(tx, ctx, case).await?;
    }
    Ok(())
}

/// The applicant takes back what an open case is about: it ends without a decision.
///
/// # Errors
/// [`Reason::NOT_NOW`] when no such case of the actor is open.
pub async fn withdraw_about(tx: &Tx, ctx: &Ctx, kind: CaseKind, subject: i64) -> Result<(), AppError> {
    let open = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .filter(casefile::Column::ApplicantId.eq(ctx.actor.person()?.id))
        .filter(casefile::Column::State.is_not_in(ENDED));
    let case = open.lock_exclusive().one(&**tx).await?.ok_or(Reason::NOT_NOW)?;
    end(tx, ctx, case).await
}

async fn end(tx: &Tx, ctx: &Ctx, case: casefile::Model) -> Result<(), AppError> {
    let state = case.state.step(CaseMove::of(case.kind, Move::Withdraw))?;
    event(tx, ctx, case.id, EventAct::Withdraw, "", "").await?;
    audit(tx, ctx, "case.withdraw", &case, String::new()).await?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.clock_since = Set(None);
    row.due_on = Set(None);
    row.update(&**tx).await?;
    Ok(())
}

/// A version of a product is erased: cases that ended without a decision no longer name it.
pub async fn version_gone(tx: &Tx, version: VersionId) -> Result<(), AppError> {
    let row = casefile::ActiveModel { version_id: Set(None), ..Default::default() };
    let about = casefile::Entity::update_many().set(row).filter(casefile::Column::VersionId.eq(version));
    about.filter(casefile::Column::State.is_in(ENDED)).exec(&**tx).await?;
    Ok(())
}

/// Open cases about a family that had no account belong to the one it has now.
pub async fn give_applicant(tx: &Tx, about: Vec<(CaseKind, Vec<i64>)>, applicant: PersonId) -> Result<(), AppError> {
    let row = casefile::ActiveModel { applicant_id: Set(Some(applicant)), ..Default::default() };
    let open = casefile::Entity::update_many().set(row).filter(subjects(about)).filter(casefile::Column::ApplicantId.is_null());
    open.filter(casefile::Column::State.ne(CaseState::Closed)).exec(&**tx).await?;
    Ok(())
}

/// Open cases go on where their family lives now, with nobody's name on them yet.
pub async fn move_cases(tx: &Tx, about: Vec<(CaseKind, Vec<i64>)>, municipality: Option<String>) -> Result<(), AppError> {
    let row = casefile::ActiveModel { municipality_code: Set(municipality), assigned_to: Set(None), ..Default::default() };
    let ended = [CaseState::Decided, CaseState::Closed];
    let open = casefile::Entity::update_many().set(row).filter(subjects(about)).filter(casefile::Column::State.is_not_in(ended));
    open.exec(&**tx).await?;
    Ok(())
}

/// What an applicant who leaves wrote in cases goes, or an officer for them, what was asked of them, and how cases about them were called,
/// also in the inboxes of officers. Decisions stay.
pub async fn forget(tx: &Tx, applicant: PersonId) -> Result<(), AppError> {
    const OWN: &str = "SELECT id FROM casefile WHERE applicant_id = $1";
    const ABOUT: &str = "applicant_id = $1 OR concerns_id = $1";
    for sql in [
        format!(
            "UPDATE case_event SET words = '' WHERE case_id IN ({OWN}) AND (person_id = $1 OR act IN ('open', 'resubmit', 'document'))"
        ),
        format!("UPDATE case_event SET fields = '' WHERE case_id IN ({OWN}) AND act IN ('return', 'object')"),
        format!("DELETE FROM notice WHERE link IN (SELECT '/desk/cases/' || id FROM casefile WHERE {ABOUT})"),
        format!("UPDATE casefile SET title = reference WHERE {ABOUT}"),
    ] {
        tx.run(&sql, vec![applicant.into()]).await?;
    }
    Ok(())
}

/// Papers that colleagues added to a person's cases go when the person leaves.
pub async fn discard_documents(tx: &Tx, ctx: &Ctx, applicant: PersonId) -> Result<(), AppError> {
    let cases = casefile::Entity::find().filter(casefile::Column::ApplicantId.eq(applicant)).all(&**tx).await?;
    let of_them = case_document::Column::CaseId.is_in(cases.into_iter().map(|case| case.id));
    let papers = case_document::Entity::find().filter(of_them.clone()).all(&**tx).await?;
    case_document::Entity::delete_many().filter(of_them).exec(&**tx).await?;
    for paper in papers {
        media::discard(tx, ctx, paper.media_id).await?;
    }
    Ok(())
}
