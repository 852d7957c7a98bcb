//! Who may touch which family: what is found is permitted, and what is to be changed is held until the transaction ends.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Select};

use super::entity::family;
use super::rules::FamilyState;
use super::types::Target;
use cases::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Reason, unique_violation};
use ground::ids::FamilyId;
use ground::sql::is_not;
use people::place;

/// The families that this actor may fill in as the target says.
fn scoped(ctx: &Ctx, target: Target) -> Result<Select<family::Entity>, AppError> {
    let signed = ctx.actor.person()?;
    let not_left = is_not(family::Column::State, FamilyState::Left);
    Ok(match target {
        Target::Own => family::Entity::find().filter(family::Column::OwnerId.eq(signed.id)).filter(not_left),
        Target::Helped(id) => {
            ctx.actor.staff(Role::CASEWORKERS)?;
            family::Entity::find_by_id(id).filter(family::Column::HelpedBy.eq(signed.id))
        }
        Target::InScope(id) => {
            ctx.actor.staff(Role::CASEWORKERS)?;
            let of_others = Condition::any().add(family::Column::OwnerId.is_null()).add(family::Column::OwnerId.ne(signed.id));
            family::Entity::find_by_id(id)
                .filter(place::within(ctx.actor.scopes(Role::CASEWORKERS), family::Column::MunicipalityCode))
                .filter(family::Column::State.is_in(FamilyState::LICENSED))
                .filter(of_others)
        }
    })
}

/// The family of a target; one's own may not have been begun.
pub async fn find(ctx: &Ctx, target: Target) -> Result<Option<family::Model>, AppError> {
    let found = scoped(ctx, target)?.one(ctx.db.read()).await?;
    if found.is_none() && target != Target::Own { Err(AppError::NotFound) } else { Ok(found) }
}

/// The family of a target.
pub(super) async fn held(tx: &Tx, ctx: &Ctx, target: Target) -> Result<family::Model, AppError> {
    scoped(ctx, target)?.lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)
}

/// One's own family.
pub(super) async fn own(tx: &Tx, ctx: &Ctx) -> Result<family::Model, AppError> {
    held(tx, ctx, Target::Own).await
}

/// The family of a target; one's own is begun by the first thing saved.
pub(super) async fn held_or_begun(tx: &Tx, ctx: &Ctx, target: Target) -> Result<family::Model, AppError> {
    let me = ctx.actor.person()?.id;
    match held(tx, ctx, target).await {
        Err(AppError::NotFound) if target == Target::Own => {
            let row = family::ActiveModel { owner_id: Set(Some(me)), ..family::blank(ctx.now) };
            row.insert(&**tx).await.map_err(|error| match unique_violation(&error) {
                // The same first form at the same time: tried again, it finds what the other one began.
                Some(_) => AppError::Busy,
                None => error.into(),
            })
        }
        found => found,
    }
}

/// The same while its application can be changed.
pub(super) async fn held_open(tx: &Tx, ctx: &Ctx, target: Target) -> Result<family::Model, AppError> {
    let family = held_or_begun(tx, ctx, target).await?;
    if family.state.open() { Ok(family) } else { Err(Reason::NOT_NOW.into()) }
}

/// A family that an officer may begin something about: in scope, and not one's own.
pub(super) async fn in_reach(tx: &Tx, ctx: &Ctx, id: FamilyId) -> Result<family::Model, AppError> {
    ctx.actor.staff(Role::CASEWORKERS)?;
    let scope = place::within(ctx.actor.scopes(Role::CASEWORKERS), family::Column::MunicipalityCode);
    let family = family::Entity::find_by_id(id).filter(scope).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    if family.owner_id.is_some() && family.owner_id == ctx.actor.id() { Err(casework::OWN_CASE.into()) } else { Ok(family) }
}

/// Any family, for a decision that was taken about it.
pub(super) async fn locked(tx: &Tx, id: FamilyId) -> Result<family::Model, AppError> {
    family::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)
}

/// Holds a family until the transaction ends, so that what is begun for it is begun once.
pub async fn lock(tx: &Tx, id: FamilyId) -> Result<(), AppError> {
    locked(tx, id).await.map(|_| ())
}
