//! Corrections of what a licensed family said: asked for by the family or an officer, decided by a case (Law 6/2022 gives
//! everyone the right to have wrong data put right).

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::change::{Change, Saved, apply, member_problem};
use super::decisions::locked;
use super::entity::{family, family_correction};
use super::reads::{Application, application_in};
use super::rules::{FamilyState, Part};
use crate::casework::{self, CaseKind, NewCase, Outcome};
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::{AppError, FieldErrors, Incident, Problem, unique_violation};
use crate::history::Event;
use crate::ids::{CorrectionId, FamilyId, MemberId};

/// What is to be changed: one correction of it waits at a time, but several of members.
fn slot(change: &Change, json: &str) -> String {
    match change {
        Change::Member { .. } => json.to_owned(),
        other => other.part().code().to_owned(),
    }
}

/// Opens a case about a change of a locked family.
pub(super) async fn propose(tx: &Tx, ctx: &Ctx, family: family::Model, change: &Change, why: &str) -> Result<Saved, AppError> {
    if let Change::Member { replaces, new } = change {
        let now = application_in(&**tx, family.clone()).await?;
        let replaces = replaces.map(MemberId);
        if replaces.is_some_and(|id| now.members.iter().all(|member| member.id != id)) {
            return Err(AppError::NotFound);
        }
        if let Some((field, problem)) = member_problem(&now.members, replaces, new.as_ref(), true) {
            return Err(FieldErrors::one(field, problem).into());
        }
    }
    let json = serde_json::to_string(change).map_err(|error| AppError::Unexpected(Incident::log(&error)))?;
    let waiting = family_correction::Entity::find()
        .filter(family_correction::Column::FamilyId.eq(family.id))
        .filter(family_correction::Column::Slot.eq(slot(change, &json)))
        .filter(family_correction::Column::Waiting.eq(true))
        .one(&**tx)
        .await?;
    match waiting {
        // The same form sent twice asks once.
        Some(waiting) if waiting.change_json == json => return Ok(Saved::Asked(None)),
        Some(_) => return Err(FieldErrors::one("why", Problem::CorrectionWaits).into()),
        None => {}
    }
    let row = family_correction::ActiveModel {
        family_id: Set(family.id),
        slot: Set(slot(change, &json)),
        change_json: Set(json),
        waiting: Set(true),
        asked_at: Set(ctx.now),
        ..Default::default()
    };
    let row = match row.insert(&**tx).await {
        Ok(row) => row,
        Err(error) if unique_violation(&error).is_some() => return Err(AppError::Busy),
        Err(error) => return Err(error.into()),
    };
    let new = NewCase {
        applicant: family.owner_id,
        words: why.to_owned(),
        ..NewCase::new(CaseKind::Correction, row.id.0, family.trade_name.clone(), family.municipality_code.clone())
    };
    let (case, reference) = casework::open(tx, ctx, new).await?;
    if family.owner_id.is_none() || family.owner_id != ctx.actor.id() {
        let event = Event { act: "family.ask_correction_for", subject_kind: "family", subject_id: family.id.0, details: reference };
        tx.record(ctx, event).await?;
    }
    Ok(Saved::Asked(Some(case)))
}

/// An approved correction holds from now on; a refused one, and one of a family that lost its licence meanwhile or left,
/// changes nothing. Gives the family if something was changed.
pub async fn apply_correction(tx: &Tx, ctx: &Ctx, id: CorrectionId, outcome: Outcome) -> Result<Option<FamilyId>, AppError> {
    let row = family_correction::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let family = locked(tx, row.family_id).await?;
    let change = change_of(&row)?;
    // An objection to a refusal finds that the same was asked for again since.
    let later = family_correction::Entity::find()
        .filter(family_correction::Column::FamilyId.eq(row.family_id))
        .filter(family_correction::Column::Slot.eq(&row.slot))
        .filter(family_correction::Column::Id.gt(id));
    let newer = later.count(&**tx).await? > 0;
    let mut closed = row.into_active_model();
    closed.waiting = Set(false);
    closed.update(&**tx).await?;
    if outcome == Outcome::Refused || !FamilyState::LICENSED.contains(&family.state) || newer {
        return Ok(None);
    }
    let (family_id, part) = (family.id, change.part().code().to_owned());
    // What came between asking and deciding is said where the officer decides.
    apply(tx, ctx, family, change).await.map_err(|error| match error {
        AppError::Invalid(errors) => match errors.0.into_iter().next() {
            Some((_, problem)) => FieldErrors::one("outcome", problem).into(),
            None => AppError::NotFound,
        },
        AppError::NotFound => FieldErrors::one("outcome", Problem::MemberGone).into(),
        other => other,
    })?;
    tx.record(ctx, Event { act: "family.correct", subject_kind: "family", subject_id: family_id.0, details: part }).await?;
    tx.public_changed().await?;
    Ok(Some(family_id))
}

fn change_of(row: &family_correction::Model) -> Result<Change, AppError> {
    serde_json::from_str(&row.change_json).map_err(|error| AppError::Unexpected(Incident::log(&error)))
}

/// A correction as those see it who ask for it or decide it.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The part that is to be changed.
    pub part: Part,
    /// What stands now.
    pub now: Application,
    /// What is to stand.
    pub then: Application,
    /// Whether it still waits.
    pub waiting: bool,
}

/// A correction, for a case that the actor may see. Nothing when the family left and took its data with it.
pub async fn correction(ctx: &Ctx, id: CorrectionId) -> Result<Option<Correction>, AppError> {
    let db = ctx.db.read();
    let Some(row) = family_correction::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let family = family::Entity::find_by_id(row.family_id).one(db).await?.ok_or(AppError::NotFound)?;
    let now = application_in(db, family).await?;
    let change = change_of(&row)?;
    Ok(Some(Correction { part: change.part(), then: change.preview(&now), now, waiting: row.waiting }))
}

/// Keys of the corrections of a family.
pub async fn corrections_of(ctx: &Ctx, family: FamilyId) -> Result<Vec<i64>, AppError> {
    let query = family_correction::Entity::find()
        .select_only()
        .column(family_correction::Column::Id)
        .filter(family_correction::Column::FamilyId.eq(family))
        .order_by_desc(family_correction::Column::Id)
        .limit(50);
    let keys: Vec<CorrectionId> = query.into_tuple().all(ctx.db.read()).await?;
    Ok(keys.into_iter().map(|id| id.0).collect())
}

/// Parts of a family about which a correction waits.
pub async fn waiting_parts(ctx: &Ctx, family: FamilyId) -> Result<Vec<Part>, AppError> {
    let query = family_correction::Entity::find()
        .filter(family_correction::Column::FamilyId.eq(family))
        .filter(family_correction::Column::Waiting.eq(true));
    query.all(ctx.db.read()).await?.iter().map(|row| Ok(change_of(row)?.part())).collect()
}

/// A family that leaves takes its corrections with it.
pub(super) async fn forget(tx: &Tx, family: FamilyId) -> Result<(), AppError> {
    family_correction::Entity::delete_many().filter(family_correction::Column::FamilyId.eq(family)).exec(&**tx).await?;
    Ok(())
}
