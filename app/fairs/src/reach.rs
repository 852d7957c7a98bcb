//! Who may touch what: each locks a fair and hands over the permitted row.

use cases::casework;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entity::{application, fair};
use crate::rules::application::ApplicationState;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{FairId, PersonId};
use people::place;

/// Who plans fairs.
pub const STAFF: &[Role] = &[Role::Officer, Role::BranchHead, Role::Organiser];

/// Whether the actor plans in a municipality; a fair of others is not found.
pub(crate) async fn reached(ctx: &Ctx, municipality: &str) -> Result<bool, AppError> {
    Ok(place::places(&ctx.db).await?.reached(&ctx.actor.scopes(STAFF), municipality))
}

/// A fair, held until the transaction ends.
pub(crate) async fn locked(tx: &Tx, id: FairId) -> Result<fair::Model, AppError> {
    fair::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)
}

/// A fair in the actor's reach, held until the transaction ends.
pub(crate) async fn in_reach(tx: &Tx, ctx: &Ctx, id: FairId) -> Result<fair::Model, AppError> {
    ctx.actor.staff(STAFF)?;
    let found = locked(tx, id).await?;
    if reached(ctx, &found.municipality_code).await? { Ok(found) } else { Err(AppError::NotFound) }
}

/// A fair in the actor's reach as it stands now, held by nobody: for questions that are asked before the act, and again in it.
pub(crate) async fn in_reach_now(ctx: &Ctx, id: FairId) -> Result<fair::Model, AppError> {
    ctx.actor.staff(STAFF)?;
    let found = fair::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    if reached(ctx, &found.municipality_code).await? { Ok(found) } else { Err(AppError::NotFound) }
}

/// Nobody decides about a fair for which their own family applied.
pub(crate) async fn not_mine<C: ConnectionTrait>(db: &C, id: FairId, me: PersonId) -> Result<(), AppError> {
    let own = application::Entity::find().filter(application::Column::FairId.eq(id)).filter(application::Column::ApplicantId.eq(me));
    let own = own.filter(application::Column::State.ne(ApplicationState::Draft)).one(db).await?;
    if own.is_some() { Err(casework::OWN_CASE.into()) } else { Ok(()) }
}

/// Who reads the desk's pages of fairs.
pub const READERS: &[Role] = &[Role::Officer, Role::BranchHead, Role::Organiser, Role::Auditor];
