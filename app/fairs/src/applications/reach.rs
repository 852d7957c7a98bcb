//! Who may touch an application: each locks its fair and then the application, and hands over both.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entity::{application, fair};
use crate::reach::{STAFF, locked};
use crate::rules::application::ApplicationState;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::FairApplicationId;

/// One's own application and its fair, both held until the transaction ends: the fair first, as everyone locks in this order.
pub(crate) async fn own(tx: &Tx, ctx: &Ctx, id: FairApplicationId) -> Result<(fair::Model, application::Model), AppError> {
    let me = ctx.actor.person()?.id;
    let query = application::Entity::find_by_id(id).filter(application::Column::ApplicantId.eq(me));
    let fair = locked(tx, query.clone().one(&**tx).await?.ok_or(AppError::NotFound)?.fair_id).await?;
    let found = query.lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    Ok((fair, found))
}

/// An application within the actor's scope and its fair, both held until the transaction ends.
pub(crate) async fn in_reach(tx: &Tx, ctx: &Ctx, id: FairApplicationId) -> Result<(fair::Model, application::Model), AppError> {
    ctx.actor.staff(STAFF)?;
    let known = application::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let fair = crate::reach::in_reach(tx, ctx, known.fair_id).await?;
    let found = application::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    if found.state == ApplicationState::Draft { Err(AppError::NotFound) } else { Ok((fair, found)) }
}
