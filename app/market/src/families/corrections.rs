//! Corrections of what a licensed family said: asked for by the family or an officer, decided by a case (Law 6/2022 gives
//! everyone the right to have wrong data put right).

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::apply::apply;
use super::change::{Change, NewMember, done_already, licensed_member_problem};
use super::entity::family_correction;
use super::identities::held_elsewhere;
use super::likeness::near_matches;
use super::reach::locked;
use super::reads::{application_in, for_desk};
use super::refusals;
use super::rules::{CorrectionMove, CorrectionState, FamilyState, Part};
use super::types::{Application, Correction, ForDesk, Saved};
use cases::casework::{self, CaseKind, NewCase, Outcome};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Incident, unique_violation};
use ground::history::Event;
use ground::ids::{CorrectionId, FamilyId, MemberId};
use ground::sql::is;
use ground::states::States;

/// What is asked for, and what stood there then.
#[derive(Serialize, Deserialize)]
struct Asked {
    before: Option<Change>,
    change: Change,
}

/// What is to be changed: one correction of it waits at a time, but several of members. Without the identity numbers in it.
fn slot(change: &Change, json: &str) -> String {
    match change {
        Change::Member { .. } => format!("members-{}", hex::encode(Sha256::digest(json))),
        other => other.part().code().to_owned(),
    }
}

fn unreadable(error: serde_json::Error) -> AppError {
    AppError::Unexpected(Incident::log(&error))
}

/// Opens a case about a change of a locked family. Who belongs to it is decided by two people, as when it was licensed.
pub(super) async fn propose(tx: &Tx, ctx: &Ctx, now: &Application, change: &Change, why: &str) -> Result<Saved, AppError> {
    let mut flags = Vec::new();
    if let Change::Member { replaces, new } = change {
        let replaces = replaces.map(MemberId);
        if done_already(&now.members, replaces, new.as_ref()) {
            return Ok(Saved::Asked(None));
        }
        check_member(now, replaces, new.as_ref())?;
        let then = change.preview(now);
        flags = held_elsewhere(tx, ctx, now.family.id, &then.members).await?;
        flags.extend(near_matches(&**tx, &then).await?);
    }
    let Some(correction) = write(tx, ctx, now, change).await? else { return Ok(Saved::Asked(None)) };
    let family = &now.family;
    let kind = if change.part() == Part::Members { CaseKind::Membership } else { CaseKind::Correction };
    let new = NewCase {
        applicant: family.owner,
        words: why.to_owned(),
        flagged: (!flags.is_empty()).then(|| flags.join(",")),
        ..NewCase::new(kind, correction.0, family.trade_name.clone(), family.municipality.clone())
    };
    let (case, reference) = casework::open(tx, ctx, new).await?;
    if family.owner.is_none() || family.owner != ctx.actor.id() {
        let event = Event { act: "family.ask_correction_for", subject_kind: "family", subject_id: family.id.0, details: reference };
        tx.record(ctx, event).await?;
    }
    Ok(Saved::Asked(Some(case)))
}

/// Who is to go is there, and a licence goes on standing on somebody.
fn check_member(now: &Application, replaces: Option<MemberId>, new: Option<&NewMember>) -> Result<(), AppError> {
    if replaces.is_some_and(|id| now.members.iter().all(|member| member.id != id)) {
        return Err(AppError::NotFound);
    }
    match licensed_member_problem(&now.members, replaces, new) {
        Some((field, problem)) => Err(FieldErrors::one(field, problem).into()),
        None => Ok(()),
    }
}

/// Writes down what is asked for; nothing when the same form was sent twice. Another change of the same waits already: refused.
async fn write(tx: &Tx, ctx: &Ctx, now: &Application, change: &Change) -> Result<Option<CorrectionId>, AppError> {
    let family = now.family.id;
    let json = serde_json::to_string(&Asked { before: change.standing(now), change: change.clone() }).map_err(unreadable)?;
    let slot = slot(change, &serde_json::to_string(change).map_err(unreadable)?);
    let waiting = family_correction::Entity::find()
        .filter(family_correction::Column::FamilyId.eq(family))
        .filter(family_correction::Column::Slot.eq(&slot))
        .filter(is(family_correction::Column::State, CorrectionState::Waiting))
        .one(&**tx)
        .await?;
    match waiting {
        Some(waiting) if asked(&waiting)?.change == *change => return Ok(None),
        Some(_) => return Err(FieldErrors::one("why", refusals::CORRECTION_WAITS).into()),
        None => {}
    }
    let row = family_correction::ActiveModel {
        family_id: Set(family),
        slot: Set(slot),
        change_json: Set(json),
        state: CorrectionState::first().set(),
        asked_at: Set(ctx.now),
        ..Default::default()
    };
    match row.insert(&**tx).await {
        Ok(row) => Ok(Some(row.id)),
        Err(error) if unique_violation(&error).is_some() => Err(AppError::Busy),
        Err(error) => Err(error.into()),
    }
}

/// What a decided correction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrected {
    /// Whose data.
    pub family: FamilyId,
    /// Whether it lives in another municipality now.
    pub moved: bool,
}

/// An approved correction holds from now on, in what it was about and no further; a refused one changes nothing, and neither
/// does one of a family that left and took its data with it.
pub async fn apply_correction(tx: &Tx, ctx: &Ctx, id: CorrectionId, outcome: Outcome) -> Result<Option<Corrected>, AppError> {
    let Some(row) = family_correction::Entity::find_by_id(id).one(&**tx).await? else { return Ok(None) };
    let family = locked(tx, row.family_id).await?;
    let approved = outcome == Outcome::Approved && FamilyState::LICENSED.contains(&family.state);
    if approved && overtaken(tx, &row).await? {
        return Err(FieldErrors::one("outcome", refusals::CORRECTION_NEWER).into());
    }
    let Asked { before, change } = asked(&row)?;
    let state = row.state.step(if approved { CorrectionMove::Apply } else { CorrectionMove::Refuse })?;
    let mut closed = row.into_active_model();
    closed.state = state.set();
    closed.update(&**tx).await?;
    if !approved {
        return Ok(None);
    }
    let (family_id, municipality, part) = (family.id, family.municipality_code.clone(), change.part().code().to_owned());
    let now = application_in(&**tx, &family).await?;
    let change = change.rebased(before.as_ref(), &now);
    let moved = matches!(&change, Change::Place { municipality: to, .. } if Some(to) != municipality.as_ref());
    // What came between asking and deciding is said where the officer decides.
    apply(tx, ctx, family, change).await.map_err(|error| match error {
        AppError::Invalid(errors) => match errors.0.into_iter().next() {
            Some((_, problem)) => FieldErrors::one("outcome", problem).into(),
            None => AppError::NotFound,
        },
        AppError::NotFound => FieldErrors::one("outcome", refusals::MEMBER_GONE).into(),
        other => other,
    })?;
    tx.record(ctx, Event { act: "family.correct", subject_kind: "family", subject_id: family_id.0, details: part }).await?;
    tx.changed(family_id).await?;
    Ok(Some(Corrected { family: family_id, moved }))
}

/// Whether the same was asked for again since, and holds or waits.
async fn overtaken(tx: &Tx, row: &family_correction::Model) -> Result<bool, AppError> {
    let later = family_correction::Entity::find()
        .filter(family_correction::Column::FamilyId.eq(row.family_id))
        .filter(family_correction::Column::Slot.eq(&row.slot))
        .filter(family_correction::Column::State.ne(CorrectionState::Refused))
        .filter(family_correction::Column::Id.gt(row.id));
    Ok(later.count(&**tx).await? > 0)
}

fn asked(row: &family_correction::Model) -> Result<Asked, AppError> {
    serde_json::from_str(&row.change_json).map_err(unreadable)
}

/// A correction, for a case that the actor may see; `flags` is what the case was flagged with. Nothing when the family left
/// and took its data with it.
pub async fn correction(ctx: &Ctx, id: CorrectionId, flags: &str) -> Result<Option<Correction>, AppError> {
    let db = ctx.db.read();
    let Some(row) = family_correction::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let ForDesk { application: now, alike, .. } = for_desk(ctx, row.family_id, flags).await?;
    let Asked { before, change } = asked(&row)?;
    let before = before.map(|before| before.preview(&now));
    Ok(Some(Correction { part: change.part(), then: change.preview(&now), before, now, alike }))
}

/// Keys of the corrections of a family, newest first.
pub async fn corrections_of<C: ConnectionTrait>(db: &C, family: FamilyId) -> Result<Vec<i64>, AppError> {
    let query = family_correction::Entity::find()
        .select_only()
        .column(family_correction::Column::Id)
        .filter(family_correction::Column::FamilyId.eq(family))
        .order_by_desc(family_correction::Column::Id);
    let keys: Vec<CorrectionId> = query.into_tuple().all(db).await?;
    Ok(keys.into_iter().map(|id| id.0).collect())
}

/// Parts of a family about which a correction stands so.
pub async fn parts_with<C: ConnectionTrait>(db: &C, family: FamilyId, state: CorrectionState) -> Result<Vec<Part>, AppError> {
    let query = family_correction::Entity::find()
        .filter(family_correction::Column::FamilyId.eq(family))
        .filter(family_correction::Column::State.eq(state));
    query.all(db).await?.iter().map(|row| Ok(asked(row)?.change.part())).collect()
}

/// Cases about a family, as [`casework`] asks for them: kinds with the keys of their subjects.
pub async fn cases_about<C: ConnectionTrait>(db: &C, family: FamilyId) -> Result<Vec<(CaseKind, Vec<i64>)>, AppError> {
    let corrections = corrections_of(db, family).await?;
    let own = [CaseKind::Family, CaseKind::Renewal, CaseKind::Suspension].map(|kind| (kind, vec![family.0]));
    let corrected = [CaseKind::Correction, CaseKind::Membership].map(|kind| (kind, corrections.clone()));
    Ok(own.into_iter().chain(corrected).collect())
}

/// A family that leaves takes its corrections with it.
pub(super) async fn forget(tx: &Tx, family: FamilyId) -> Result<(), AppError> {
    family_correction::Entity::delete_many().filter(family_correction::Column::FamilyId.eq(family)).exec(&**tx).await?;
    Ok(())
}
