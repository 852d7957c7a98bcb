//! Files of a plan, for the desk only.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::acts::record;
use crate::entity::fair;
use crate::reach::{READERS, in_reach, in_reach_now};
use crate::record::entity::file;
use crate::record::types::File;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::{FairId, MediaId};
use people::media::{Kind, NewMedia};
use people::{media, place};

/// Files of a plan, at most.
pub const MOST_FILES: u64 = 20;

/// Whether somebody may add a file; asked before any byte is read.
pub async fn may_add_file(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    in_reach_now(ctx, id).await.map(|_| ())
}

/// Adds a file to a plan, such as a contract of the hall or a letter; for the desk only.
pub async fn add_file(ctx: &Ctx, id: FairId, name: String, new: NewMedia) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    in_reach(&tx, ctx, id).await?;
    let of_fair = file::Entity::find().filter(file::Column::FairId.eq(id));
    // The same file sent twice is there once.
    let known = media::keys(&*tx, &new.address, Kind::Document).await?;
    if of_fair.clone().filter(file::Column::MediaId.is_in(known)).one(&*tx).await?.is_some() {
        return Ok(());
    }
    if of_fair.clone().count(&*tx).await? >= MOST_FILES {
        return Err(FieldErrors::one("file", Problem::AtMost(MOST_FILES as usize)).into());
    }
    // Without an owner: it is the Authority's, whoever brought it.
    let key = media::add(&tx, ctx, None, new).await?;
    let row =
        file::ActiveModel { fair_id: Set(id), media_id: Set(key), name: Set(name), by_id: Set(me), at: Set(ctx.now), ..Default::default() };
    row.insert(&*tx).await?;
    record(&tx, ctx, "fair.file", id, key.to_string()).await?;
    Ok(tx.commit().await?)
}

/// Takes a file away; its bytes are erased.
pub async fn remove_file(ctx: &Ctx, id: FairId, key: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    in_reach(&tx, ctx, id).await?;
    let Some(found) = file::Entity::find_by_id(key).filter(file::Column::FairId.eq(id)).one(&*tx).await? else { return Ok(()) };
    file::Entity::delete_by_id(key).exec(&*tx).await?;
    media::discard(&tx, ctx, found.media_id).await?;
    record(&tx, ctx, "fair.file", id, format!("without {}", found.media_id)).await?;
    Ok(tx.commit().await?)
}

/// Files of a plan, in the order in which they came.
pub async fn files_of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<File>, AppError> {
    let rows = file::Entity::find().filter(file::Column::FairId.eq(id)).order_by_asc(file::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(File::from).collect())
}

/// Whether a file belongs to the plan of a fair that this reader sees.
pub async fn file_in_scope(ctx: &Ctx, id: MediaId) -> Result<bool, AppError> {
    if !ctx.actor.holds(READERS) {
        return Ok(false);
    }
    let db = ctx.db.read();
    let Some(found) = file::Entity::find().filter(file::Column::MediaId.eq(id)).one(db).await? else { return Ok(false) };
    let reach = place::within(ctx.actor.scopes(READERS), fair::Column::MunicipalityCode);
    Ok(fair::Entity::find_by_id(found.fair_id).filter(reach).one(db).await?.is_some())
}
