//! Roles: granted with dates and a scope, taken back by an end date, never deleted.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::entity::{person as account, role_grant};
use super::links::spend_resets;
use super::notices::Notice;
use super::proposals::{self, Given};
use super::rights::{NewGrant, meet, needs_two, why_apart};
use super::{changes, refusals, sessions};
use ground::actor::{Actor, Role, Scope};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::history::Event;
use ground::ids::{BranchId, GrantId, PersonId, RoleProposalId};

/// What became of a role that was to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// It is the person's.
    Holds(GrantId),
    /// It waits for a second administrator.
    Waits(RoleProposalId),
}

/// The Authority gives a person a role, by an act that has a number. A role that decides, or that gives roles, is proposed by one
/// administrator and confirmed by another; whoever may use the command line gives all. Nobody holds two roles that exclude each other.
///
/// Sessions end, so that the next sign-in asks for what the role needs. A role that the person has in this scope is not given twice, so
/// that taking it back once takes it back: only its last day changes.
pub async fn grant(tx: &Tx, ctx: &Ctx, person: PersonId, new: &NewGrant) -> Result<Granted, AppError> {
    nobody_for_themselves(ctx, person)?;
    // What these two see and do has no municipality.
    if matches!(new.role, Role::Administrator | Role::Auditor) && new.scope != Scope::Whole {
        return Err(FieldErrors::one("scope", Problem::NotAChoice).into());
    }
    let console = matches!(ctx.actor, Actor::Console);
    if !console && new.basis.is_empty() {
        return Err(FieldErrors::one("basis", Problem::Required).into());
    }
    // Two who grant at once follow one another.
    account::Entity::find_by_id(person).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    fits(tx, ctx, person, new).await?;
    if let Some(held) = held_now(tx, ctx, person, new).await?.filter(|held| covers(ctx, held, new)) {
        return Ok(Granted::Holds(held.id));
    }
    if needs_two(new.role) && !console {
        return Ok(Granted::Waits(proposals::propose(tx, ctx, person, new).await?));
    }
    let given = Given { by: ctx.actor.id(), confirmed_by: None };
    Ok(Granted::Holds(give(tx, ctx, person, new, given).await?))
}

/// The columns of a scope.
pub(super) fn columns(scope: &Scope) -> (Option<BranchId>, Option<String>) {
    match scope {
        Scope::Whole => (None, None),
        Scope::Branch(branch) => (Some(*branch), None),
        Scope::Municipality(code) => (None, Some(code.clone())),
    }
}

/// Whether the person may hold the role beside those that are theirs.
pub(super) async fn fits(tx: &Tx, ctx: &Ctx, person: PersonId, new: &NewGrant) -> Result<(), AppError> {
    let held = role_grant::Entity::find().filter(open(ctx).add(role_grant::Column::PersonId.eq(person))).all(&**tx).await?;
    let time = (new.from.unwrap_or(ctx.now), new.until);
    for row in held.iter().filter(|row| meet((row.starts_at, row.ends_at), time)) {
        if let Some(why) = why_apart(row.role, new.role) {
            return Err(FieldErrors::one("role", refusals::roles_apart(row.role, new.role, why)).into());
        }
    }
    Ok(())
}

/// The grant of this role in this scope that holds when the new one begins, or ends just then. One that ends before or begins later is
/// another: to move its end would give days that nobody looked at.
async fn held_now(tx: &Tx, ctx: &Ctx, person: PersonId, new: &NewGrant) -> Result<Option<role_grant::Model>, AppError> {
    let (branch_id, municipality_code) = columns(&new.scope);
    let held = open(ctx).add(role_grant::Column::PersonId.eq(person)).add(role_grant::Column::Role.eq(new.role));
    let held = role_grant::Entity::find().filter(held).all(&**tx).await?;
    let from = begins(ctx, new);
    let same = |row: &role_grant::Model| row.branch_id == branch_id && row.municipality_code == municipality_code;
    // Of those without an end there is one only: it begins earlier instead.
    let endless = |row: &role_grant::Model| row.ends_at.is_none() && new.until.is_none();
    let meets = |row: &role_grant::Model| row.starts_at <= from && row.ends_at.is_none_or(|end| from <= end);
    let same = |row: &role_grant::Model| same(row) && (endless(row) || meets(row));
    // One without an end before one that has one, as there is one of those only.
    let mut held: Vec<_> = held.into_iter().filter(same).collect();
    held.sort_by_key(|row| row.ends_at.is_some());
    Ok(held.into_iter().next())
}

/// When a role that is given now begins.
fn begins(ctx: &Ctx, new: &NewGrant) -> DateTime<Utc> {
    new.from.filter(|from| *from > ctx.now).unwrap_or(ctx.now)
}

/// Whether a grant is what the new one would make of it.
fn covers(ctx: &Ctx, held: &role_grant::Model, new: &NewGrant) -> bool {
    held.ends_at == new.until && held.starts_at <= begins(ctx, new)
}

/// The role is the person's from its first day on.
pub(super) async fn give(tx: &Tx, ctx: &Ctx, person: PersonId, new: &NewGrant, given: Given) -> Result<GrantId, AppError> {
    if let Some(held) = held_now(tx, ctx, person, new).await? {
        let id = held.id;
        if !covers(ctx, &held, new) {
            let begins = held.starts_at.min(begins(ctx, new));
            let mut row = held.into_active_model();
            row.starts_at = Set(begins);
            row.ends_at = Set(new.until);
            row.basis = Set(new.basis.clone());
            row.confirmed_by = Set(given.confirmed_by);
            row.update(&**tx).await?;
            told(tx, ctx, person, new).await?;
        }
        return Ok(id);
    }
    let (branch_id, municipality_code) = columns(&new.scope);
    let row = role_grant::ActiveModel {
        person_id: Set(person),
        role: Set(new.role),
        branch_id: Set(branch_id),
        municipality_code: Set(municipality_code),
        granted_by: Set(given.by),
        confirmed_by: Set(given.confirmed_by),
        basis: Set(new.basis.clone()),
        starts_at: Set(begins(ctx, new)),
        ends_at: Set(new.until),
        ..Default::default()
    };
    let row = row.insert(&**tx).await?;
    told(tx, ctx, person, new).await?;
    Ok(row.id)
}

/// What the trail says of a role: which one, over what, by which act.
pub(super) fn in_trail(new: &NewGrant) -> String {
    let scope = match &new.scope {
        Scope::Whole => "whole".to_owned(),
        Scope::Branch(branch) => format!("branch {branch}"),
        Scope::Municipality(code) => format!("municipality {code}"),
    };
    let basis = if new.basis.is_empty() { String::new() } else { format!(" · {}", new.basis) };
    format!("{} {scope}{basis}", new.role.code())
}

async fn told(tx: &Tx, ctx: &Ctx, person: PersonId, new: &NewGrant) -> Result<(), AppError> {
    sessions::close_others(tx, person, None).await?;
    spend_resets(tx, ctx, person).await?;
    tx.record(ctx, Event { act: "role.grant", subject_kind: "person", subject_id: person.0, details: in_trail(new) }).await?;
    warn(tx, ctx, person, &Notice::RoleGiven { role: new.role }).await
}

async fn warn(tx: &Tx, ctx: &Ctx, person: PersonId, notice: &Notice) -> Result<(), AppError> {
    let account = account::Entity::find_by_id(person).one(&**tx).await?.ok_or(AppError::NotFound)?;
    changes::warn(tx, ctx, &account, notice).await
}

/// Rights are another's to give and to take: who holds all of them could otherwise decide what no administrator decides, and leave no one
/// to ask.
pub(super) fn nobody_for_themselves(ctx: &Ctx, person: PersonId) -> Result<(), AppError> {
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
