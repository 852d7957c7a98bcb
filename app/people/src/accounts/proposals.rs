//! Roles that one administrator proposes and another confirms.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{role_grant, role_proposal};
use super::grants::{columns, fits, give, in_trail, nobody_for_themselves};
use super::links::no_link_by;
use super::notices::Notice;
use super::rights::NewGrant;
use super::{reads, refusals};
use crate::notifications::tell;
use ground::actor::{Role, Scope, holds_at};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors};
use ground::history::Event;
use ground::ids::{GrantId, PersonId, RoleProposalId};

/// Who gave a role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    /// Who proposed or gave it; nothing for the command line.
    pub by: Option<PersonId>,
    /// The second administrator, where one is needed.
    pub confirmed_by: Option<PersonId>,
}

/// An administrator proposes a role for somebody; the other administrators are told. One proposal at a time for a role in a place.
pub(super) async fn propose(tx: &Tx, ctx: &Ctx, person: PersonId, new: &NewGrant) -> Result<RoleProposalId, AppError> {
    let signed = ctx.actor.staff(&[Role::Administrator])?;
    no_link_by(tx, signed.id, person).await?;
    let (branch_id, municipality_code) = columns(&new.scope);
    let waiting = role_proposal::Entity::find()
        .filter(role_proposal::Column::PersonId.eq(person))
        .filter(role_proposal::Column::Role.eq(new.role))
        .all(&**tx)
        .await?;
    let same = |row: &role_proposal::Model| row.branch_id == branch_id && row.municipality_code == municipality_code;
    if let Some(waiting) = waiting.into_iter().find(same) {
        if (waiting.starts_at, waiting.ends_at, &waiting.basis) == (new.from, new.until, &new.basis) {
            return Ok(waiting.id);
        }
        return Err(FieldErrors::one("role", refusals::ALREADY_PROPOSED).into());
    }
    let row = role_proposal::ActiveModel {
        person_id: Set(person),
        role: Set(new.role),
        branch_id: Set(branch_id),
        municipality_code: Set(municipality_code),
        starts_at: Set(new.from),
        ends_at: Set(new.until),
        basis: Set(new.basis.clone()),
        proposed_by: Set(signed.id),
        proposed_at: Set(ctx.now),
        ..Default::default()
    };
    let row = row.insert(&**tx).await?;
    tx.record(ctx, Event { act: "role.propose", subject_kind: "person", subject_id: person.0, details: in_trail(new) }).await?;
    let name = reads::names(&**tx, vec![person]).await?.remove(&person).unwrap_or_default();
    for other in administrators(tx, ctx).await?.into_iter().filter(|other| *other != signed.id && *other != person) {
        tell(tx, ctx, other, &Notice::RoleProposed { role: new.role, name: name.clone() }, "/desk/people").await?;
    }
    Ok(row.id)
}

/// Who is an administrator now.
async fn administrators(tx: &Tx, ctx: &Ctx) -> Result<Vec<PersonId>, AppError> {
    let rows = role_grant::Entity::find().filter(role_grant::Column::Role.eq(Role::Administrator)).all(&**tx).await?;
    let mut all: Vec<PersonId> =
        rows.into_iter().filter(|row| holds_at(row.starts_at, row.ends_at, ctx.now)).map(|row| row.person_id).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

fn new_grant(row: &role_proposal::Model) -> NewGrant {
    NewGrant {
        role: row.role,
        scope: role_grant::scope(row.branch_id, row.municipality_code.as_ref()),
        from: row.starts_at,
        until: row.ends_at,
        basis: row.basis.clone(),
    }
}

async fn found(tx: &Tx, id: RoleProposalId) -> Result<role_proposal::Model, AppError> {
    role_proposal::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)
}

/// A second administrator confirms: neither the one who proposed nor the one whose role it is, and neither of both has given the person a
/// link to a password. What the person holds by now is looked at once more, and whether the first one still is an administrator.
pub async fn confirm(tx: &Tx, ctx: &Ctx, id: RoleProposalId) -> Result<GrantId, AppError> {
    let signed = ctx.actor.staff(&[Role::Administrator])?;
    let row = found(tx, id).await?;
    nobody_for_themselves(ctx, row.person_id)?;
    if row.proposed_by == signed.id {
        return Err(refusals::ANOTHER_CONFIRMS.into());
    }
    let (person, by, new) = (row.person_id, row.proposed_by, new_grant(&row));
    super::hold(tx, person).await?;
    if row.ends_at.is_some_and(|end| end <= ctx.now) || !administrators(tx, ctx).await?.contains(&by) {
        return Err(refusals::PROPOSAL_OVER.into());
    }
    for who in [by, signed.id] {
        no_link_by(tx, who, person).await?;
    }
    fits(tx, ctx, person, &new).await?;
    row.delete(&**tx).await?;
    tx.record(ctx, Event { act: "role.confirm", subject_kind: "person", subject_id: person.0, details: in_trail(&new) }).await?;
    give(tx, ctx, person, &new, Given { by: Some(by), confirmed_by: Some(signed.id) }).await
}

/// An administrator takes a proposal from the list: the one who made it, or another who does not confirm it.
pub async fn reject(tx: &Tx, ctx: &Ctx, id: RoleProposalId) -> Result<(), AppError> {
    let signed = ctx.actor.staff(&[Role::Administrator])?;
    let row = found(tx, id).await?;
    let (person, by, new) = (row.person_id, row.proposed_by, new_grant(&row));
    row.delete(&**tx).await?;
    if by != signed.id {
        let name = reads::names(&**tx, vec![person]).await?.remove(&person).unwrap_or_default();
        tell(tx, ctx, by, &Notice::RoleRejected { role: new.role, name }, "/desk/people").await?;
    }
    tx.record(ctx, Event { act: "role.reject", subject_kind: "person", subject_id: person.0, details: in_trail(&new) }).await
}

/// A role that waits for a second administrator.
#[derive(Debug, Clone)]
pub struct ProposalRow {
    /// Key.
    pub id: RoleProposalId,
    /// Whose it would be: key and name.
    pub person: (PersonId, String),
    /// Stored phone of the person, so that whoever confirms can call; empty if there is none.
    pub phone: String,
    /// The role.
    pub role: Role,
    /// What it would reach.
    pub scope: Scope,
    /// From when, if not from the confirmation on.
    pub from: Option<DateTime<Utc>>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Number of the act or decision.
    pub basis: String,
    /// Who proposed it: key and name.
    pub by: (PersonId, String),
    /// When.
    pub at: DateTime<Utc>,
}

/// All that wait, the oldest first.
pub async fn waiting(ctx: &Ctx) -> Result<Vec<ProposalRow>, AppError> {
    let db = ctx.db.read();
    let rows = role_proposal::Entity::find().order_by_asc(role_proposal::Column::Id).limit(200).all(db).await?;
    let ids: Vec<PersonId> = rows.iter().flat_map(|row| [row.person_id, row.proposed_by]).collect();
    let phones: HashMap<PersonId, String> = if ids.is_empty() { HashMap::new() } else { reads::phones(db, ids.clone()).await? };
    let names: HashMap<PersonId, String> = if ids.is_empty() { HashMap::new() } else { reads::names(db, ids).await? };
    let named = |id: PersonId| (id, names.get(&id).cloned().unwrap_or_default());
    let view = |row: role_proposal::Model| {
        let NewGrant { role, scope, from, until, basis } = new_grant(&row);
        let (person, by) = (named(row.person_id), named(row.proposed_by));
        let phone = phones.get(&row.person_id).cloned().unwrap_or_default();
        ProposalRow { id: row.id, person, phone, role, scope, from, until, basis, by, at: row.proposed_at }
    };
    Ok(rows.into_iter().map(view).collect())
}
