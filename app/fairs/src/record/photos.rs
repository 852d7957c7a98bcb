//! Photos of a fair, for everyone to see.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::acts::record;
use crate::entity::fair;
use crate::reach::{in_reach, in_reach_now};
use crate::record::entity::photo;
use crate::rules::FairState;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::FairId;
use people::media;
use people::media::{Kind, NewMedia, Photo};

/// Photos of a fair, at most.
pub const MOST_PHOTOS: u64 = 24;

fn photographed(fair: &fair::Model) -> Result<(), AppError> {
    if matches!(fair.state, FairState::Running | FairState::Closed | FairState::Settled) { Ok(()) } else { Err(Reason::NOT_NOW.into()) }
}

/// Whether somebody may add photos; asked before any byte is read.
pub async fn may_add_photo(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    photographed(&in_reach_now(ctx, id).await?)
}

/// Adds a photo of a fair with words for those who do not see it; everyone sees it at once.
pub async fn add_photo(ctx: &Ctx, id: FairId, alt: String, new: NewMedia) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    photographed(&in_reach(&tx, ctx, id).await?)?;
    // The same photo sent twice is there once.
    let known = media::keys(&*tx, &new.address, Kind::Photo).await?;
    let of_fair = photo::Entity::find().filter(photo::Column::FairId.eq(id));
    if of_fair.clone().filter(photo::Column::MediaId.is_in(known)).one(&*tx).await?.is_some() {
        return Ok(());
    }
    if of_fair.count(&*tx).await? >= MOST_PHOTOS {
        return Err(FieldErrors::one("photo", Problem::AtMost(MOST_PHOTOS as usize)).into());
    }
    let key = media::add(&tx, ctx, None, new).await?;
    media::make_public(&tx, ctx, vec![key]).await?;
    let row = photo::ActiveModel { fair_id: Set(id), media_id: Set(key), alt: Set(alt), ..Default::default() };
    row.insert(&*tx).await?;
    record(&tx, ctx, "fair.photo", id, key.to_string()).await?;
    tx.changed(id).await?;
    Ok(tx.commit().await?)
}

/// Takes a photo away; its bytes are erased, unless something else shows the same.
pub async fn remove_photo(ctx: &Ctx, id: FairId, key: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    in_reach(&tx, ctx, id).await?;
    let Some(found) = photo::Entity::find_by_id(key).filter(photo::Column::FairId.eq(id)).one(&*tx).await? else { return Ok(()) };
    photo::Entity::delete_by_id(key).exec(&*tx).await?;
    media::discard(&tx, ctx, found.media_id).await?;
    record(&tx, ctx, "fair.photo", id, format!("without {}", found.media_id)).await?;
    tx.changed(id).await?;
    Ok(tx.commit().await?)
}

/// Photos of a fair with their keys, in the order in which they came.
pub async fn photos_of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<(i64, Photo)>, AppError> {
    let rows = photo::Entity::find().filter(photo::Column::FairId.eq(id)).order_by_asc(photo::Column::Id).all(db).await?;
    let mut known = media::photos(db, rows.iter().map(|row| row.media_id).collect()).await?;
    let with = |row: photo::Model| known.remove(&row.media_id).map(|found| (row.id, Photo { alt: row.alt, ..found }));
    Ok(rows.into_iter().filter_map(with).collect())
}
