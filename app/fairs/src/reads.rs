//! One fair, as every sub-area reads it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::fair;
use crate::reach::{READERS, STAFF, reached};
use crate::rules::FairState;
use crate::types::{DeskFair, Fair};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::FairId;
use people::place;

/// The row of a fair that everyone sees, by its address.
pub(crate) async fn public_row(ctx: &Ctx, slug: &str) -> Result<fair::Model, AppError> {
    let query = fair::Entity::find().filter(fair::Column::Slug.eq(slug)).filter(fair::Column::State.is_in(FairState::SHOWN));
    query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)
}

/// A fair that everyone sees, by its address.
pub async fn fair(ctx: &Ctx, slug: &str) -> Result<Fair, AppError> {
    public_row(ctx, slug).await.map(|row| Fair::from(&row))
}

/// Address of a fair.
pub async fn slug_of(ctx: &Ctx, id: FairId) -> Result<String, AppError> {
    Ok(fair::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?.slug)
}

/// The row of a fair within what the actor reads, and whether the actor plans it.
pub(crate) async fn desk_row(ctx: &Ctx, id: FairId) -> Result<(fair::Model, bool), AppError> {
    ctx.actor.staff(READERS)?;
    let db = ctx.db.read();
    let reach = place::within(ctx.actor.scopes(READERS), fair::Column::MunicipalityCode);
    let row = fair::Entity::find_by_id(id).filter(reach).one(db).await?.ok_or(AppError::NotFound)?;
    let reached = ctx.actor.holds(STAFF) && reached(ctx, &row.municipality_code).await?;
    Ok((row, reached))
}

/// One fair for the desk; one of others is not found.
pub async fn desk_fair(ctx: &Ctx, id: FairId) -> Result<DeskFair, AppError> {
    let (row, reached) = desk_row(ctx, id).await?;
    Ok(DeskFair { fair: Fair::from(&row), reached })
}
