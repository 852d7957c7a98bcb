//! One fair, as every sub-area reads it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::fair;
use crate::reach::{READERS, STAFF, reached};
use crate::rules::FairState;
use crate::types::DeskFair;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::FairId;
use people::place;

/// A fair that everyone sees, by its address.
pub async fn fair(ctx: &Ctx, slug: &str) -> Result<fair::Model, AppError> {
    let query = fair::Entity::find().filter(fair::Column::Slug.eq(slug)).filter(fair::Column::State.is_in(FairState::SHOWN));
    query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)
}

/// A fair by its key.
pub async fn by_key(ctx: &Ctx, id: FairId) -> Result<fair::Model, AppError> {
    fair::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)
}

/// Address of a fair.
pub async fn slug_of(ctx: &Ctx, id: FairId) -> Result<String, AppError> {
    Ok(fair::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?.slug)
}

/// One fair for the desk; one of others is not found.
pub async fn desk_fair(ctx: &Ctx, id: FairId) -> Result<DeskFair, AppError> {
    ctx.actor.staff(READERS)?;
    let db = ctx.db.read();
    let reach = place::within(ctx.actor.scopes(READERS), fair::Column::MunicipalityCode);
    let fair = fair::Entity::find_by_id(id).filter(reach).one(db).await?.ok_or(AppError::NotFound)?;
    let reached = ctx.actor.holds(STAFF) && reached(ctx, &fair.municipality_code).await?;
    Ok(DeskFair { reached, fair })
}
