//! Roles: granted with dates and a scope, taken back by an end date, never deleted.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::entity::{person as account, role_grant};
use super::links::spend_resets;
use super::notices::Notice;
use super::{changes, refusals, sessions};
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::history::Event;
use ground::ids::{GrantId, PersonId};

/// The Authority gives a person a role. Sessions end, so that the next sign-in asks for what the role needs. A role that the person has
/// in this scope is not given twice, so that taking it back once takes it back: only its last day changes.
pub async fn grant(
    tx: &Tx,
    ctx: &Ctx,
    person: PersonId,
    role: Role,
    scope: Scope,
    until: Option<DateTime<Utc>>,
) -> Result<GrantId, AppError> {
    nobody_for_themselves(ctx, person)?;
    // What these two see and do has no municipality.
    if matches!(role, Role::Administrator | Role::Auditor) && scope != Scope::Whole {
        return Err(FieldErrors::one("scope", Problem::NotAChoice).into());
    }
    let (branch_id, municipality_code) = match &scope {
        Scope::Whole => (None, None),
        Scope::Branch(branch) => (Some(*branch), None),
        Scope::Municipality(code) => (None, Some(code.clone())),
    };
    // Two who grant at once follow one another.
    account::Entity::find_by_id(person).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let held = open(ctx).add(role_grant::Column::PersonId.eq(person)).add(role_grant::Column::Role.eq(role));
    let held = role_grant::Entity::find().filter(held).all(&**tx).await?;
    let same = |row: &role_grant::Model| row.branch_id == branch_id && row.municipality_code == municipality_code;
    // One without an end before one that has one, as there is one of those only.
    let mut held: Vec<_> = held.into_iter().filter(same).collect();
    held.sort_by_key(|row| row.ends_at.is_some());
    if let Some(held) = held.into_iter().next() {
        let id = held.id;
        if held.ends_at != until {
            let mut row = held.into_active_model();
            row.ends_at = Set(until);
            row.update(&**tx).await?;
            told(tx, ctx, person, role, &scope).await?;
        }
        return Ok(id);
    }
    let row = role_grant::ActiveModel {
        person_id: Set(person),
        role: Set(role),
        branch_id: Set(branch_id),
        municipality_code: Set(municipality_code),
        granted_by: Set(ctx.actor.id()),
        starts_at: Set(ctx.now),
        ends_at: Set(until),
        ..Default::default()
    };
    let row = row.insert(&**tx).await?;
    told(tx, ctx, person, role, &scope).await?;
    Ok(row.id)
}

async fn told(tx: &Tx, ctx: &Ctx, person: PersonId, role: Role, scope: &Scope) -> Result<(), AppError> {
    sessions::close_others(tx, person, None).await?;
    spend_resets(tx, ctx, person).await?;
    let details = format!("{} {scope:?}", role.code());
    tx.record(ctx, Event { act: "role.grant", subject_kind: "person", subject_id: person.0, details }).await?;
    warn(tx, ctx, person, &Notice::RoleGiven { role }).await
}

async fn warn(tx: &Tx, ctx: &Ctx, person: PersonId, notice: &Notice) -> Result<(), AppError> {
    let account = account::Entity::find_by_id(person).one(&**tx).await?.ok_or(AppError::NotFound)?;
    changes::warn(tx, ctx, &account, notice).await
}

/// Rights are another's to give and to take: who holds all of them could otherwise decide what no administrator decides, and leave no one
/// to ask.
fn nobody_for_themselves(ctx: &Ctx, person: PersonId) -> Result<(), AppError> {
    if ctx.actor.id() == Some(person) { Err(refusals::OWN_ACCOUNT.into()) } else { Ok(()) }
}

/// Grants that have not ended.
fn open(ctx: &Ctx) -> Condition {
    let dated = Condition::any().add(role_grant::Column::EndsAt.is_null()).add(role_grant::Column::EndsAt.gt(ctx.now));
    Condition::all().add(dated)
}

/// The role ends now, with every grant of it in this scope (there were times when one could be given twice); the row stays. The last administrator cannot be removed.
pub async fn revoke(tx: &Tx, ctx: &Ctx, id: GrantId) -> Result<(), AppError> {
    let row = role_grant::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    if row.ends_at.is_some_and(|end| end <= ctx.now) {
        return Err(Reason::NOT_NOW.into());
    }
    nobody_for_themselves(ctx, row.person_id)?;
    if row.role == Role::Administrator && administrators(tx, ctx).await? <= 1 {
        return Err(refusals::LAST_ADMINISTRATOR.into());
    }
    let (person, role) = (row.person_id, row.role);
    let held = open(ctx).add(role_grant::Column::PersonId.eq(person)).add(role_grant::Column::Role.eq(role));
    for alike in role_grant::Entity::find().filter(held).all(&**tx).await? {
        if alike.branch_id == row.branch_id && alike.municipality_code == row.municipality_code {
            let mut alike = alike.into_active_model();
            alike.ends_at = Set(Some(ctx.now));
            alike.update(&**tx).await?;
        }
    }
    sessions::close_others(tx, person, None).await?;
    let details = role.code().to_owned();
    tx.record(ctx, Event { act: "role.revoke", subject_kind: "person", subject_id: person.0, details }).await?;
    warn(tx, ctx, person, &Notice::RoleTaken { role }).await
}

/// Ends every grant of a role that a person holds. Gives how many ended.
pub async fn revoke_all(tx: &Tx, ctx: &Ctx, person: PersonId, role: Role) -> Result<usize, AppError> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(person))
        .filter(role_grant::Column::Role.eq(role))
        .all(&**tx)
        .await?;
    let open: Vec<GrantId> = rows.iter().filter(|row| row.ends_at.is_none_or(|end| end > ctx.now)).map(|row| row.id).collect();
    for id in &open {
        // One that was alike may have ended with another.
        let row = role_grant::Entity::find_by_id(*id).one(&**tx).await?;
        if row.is_some_and(|row| row.ends_at.is_none_or(|end| end > ctx.now)) {
            revoke(tx, ctx, *id).await?;
        }
    }
    Ok(open.len())
}

async fn administrators(tx: &Tx, ctx: &Ctx) -> Result<u64, AppError> {
    let query = role_grant::Entity::find().filter(role_grant::Column::Role.eq(Role::Administrator)).filter(open(ctx));
    Ok(query.count(&**tx).await?)
}
