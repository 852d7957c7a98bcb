//! Who may touch which product: `own` and `in_reach` find what is permitted, and hold it until the transaction ends.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::entity::product;
use super::rules::ProductState;
use crate::families;
use cases::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::ProductId;
use people::place;

/// A product of one's own family that was not taken off for good.
pub async fn own(tx: &Tx, ctx: &Ctx, id: ProductId) -> Result<product::Model, AppError> {
    let family = families::own_family(&**tx, ctx).await?.ok_or(AppError::NotFound)?;
    let query = product::Entity::find_by_id(id).filter(product::Column::FamilyId.eq(family.id)).lock_exclusive();
    let product = query.one(&**tx).await?.ok_or(AppError::NotFound)?;
    if product.state == ProductState::Retired { Err(AppError::NotFound) } else { Ok(product) }
}

/// Any product, for a decision that was taken about it.
pub(super) async fn locked(tx: &Tx, id: ProductId) -> Result<product::Model, AppError> {
    product::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)
}

/// What is to be looked at after it was published, within the actor's scope.
pub(super) fn unlooked(ctx: &Ctx) -> Select<product::Entity> {
    let scope = place::within(ctx.actor.scopes(Role::CASEWORKERS), product::Column::MunicipalityCode);
    product::Entity::shown().filter(product::Column::Sampled.eq(true)).filter(scope)
}

/// A product that an officer is to look at after it was published: in scope, and not of the officer's own family.
pub(super) async fn in_reach(tx: &Tx, ctx: &Ctx, id: ProductId) -> Result<product::Model, AppError> {
    let me = ctx.actor.staff(Role::CASEWORKERS)?.id;
    let product = unlooked(ctx).filter(product::Column::Id.eq(id)).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    if families::owner_of(&**tx, product.family_id).await? == Some(me) {
        return Err(casework::OWN_CASE.into());
    }
    Ok(product)
}
