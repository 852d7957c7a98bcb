//! Photos of the version that a family is working on.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::drafts::{open_version, touch};
use super::entity::photo;
use super::reach::own;
use super::refusals;
use super::rules::{MOST_PHOTOS, MOST_UNPUBLISHED};
use super::shown::discard_unused;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{ProductId, VersionId};
use people::media::{self, NewMedia};

/// Photos of a version in their order.
pub(super) async fn photos_of(tx: &Tx, version: VersionId) -> Result<Vec<photo::Model>, AppError> {
    let query = photo::Entity::find().filter(photo::Column::VersionId.eq(version));
    Ok(query.order_by_asc(photo::Column::Position).order_by_asc(photo::Column::Id).all(&**tx).await?)
}

/// Whether there is room for one more photo beside so many of its product: asked before anything is received or stored.
pub(super) async fn has_room<C: ConnectionTrait>(db: &C, ctx: &Ctx, held: usize) -> Result<(), AppError> {
    if held >= MOST_PHOTOS {
        return Err(FieldErrors::one("photos", Problem::AtMost(MOST_PHOTOS)).into());
    }
    if media::unpublished(db, ctx.actor.person()?.id).await? >= MOST_UNPUBLISHED {
        return Err(FieldErrors::one("photos", refusals::MANY_PHOTOS).into());
    }
    Ok(())
}

/// What came of a photo that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It stands behind the others.
    Now,
    /// It stood there already: the same photo sent twice is one photo.
    Before,
}

/// Adds a stored photo behind the others.
pub async fn add_photo(ctx: &Ctx, id: ProductId, new: NewMedia) -> Result<Added, AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let version = open_version(&tx, ctx, &product).await?;
    let held = photos_of(&tx, version.id).await?;
    has_room(&*tx, ctx, held.len()).await?;
    let owner = ctx.actor.person()?.id;
    let known = media::photos(&*tx, held.iter().map(|row| row.media_id).collect()).await?;
    if known.values().any(|photo| photo.address == new.address) {
        return Ok(Added::Before);
    }
    let media_id = media::add(&tx, ctx, Some(owner), new).await?;
    let row = photo::ActiveModel {
        version_id: Set(version.id),
        media_id: Set(media_id),
        position: Set(held.len() as i64),
        alt: Set(String::new()),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    touch(&tx, ctx, id).await?;
    tx.commit().await?;
    Ok(Added::Now)
}

/// What is done to one photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoChange {
    /// Taken out.
    Remove,
    /// One place to the front.
    Forward,
    /// One place to the back.
    Backward,
    /// Described for those who do not see it.
    Describe(String),
}

/// Changes one photo of the open version. `at` is its place; a place that is not there is 404.
pub async fn change_photo(ctx: &Ctx, id: ProductId, at: usize, address: &str, change: PhotoChange) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let version = open_version(&tx, ctx, &product).await?;
    let mut photos = photos_of(&tx, version.id).await?;
    let Some(meant) = photos.get(at).map(|row| row.media_id) else { return Err(AppError::NotFound) };
    // The same form sent twice: another photo stands there now, and nothing is done to it.
    let known = media::photos(&*tx, vec![meant]).await?;
    if known.get(&meant).is_none_or(|photo| photo.address != address) {
        return Ok(());
    }
    match change {
        PhotoChange::Remove => {
            let gone = photos.remove(at);
            photo::Entity::delete_by_id(gone.id).exec(&*tx).await?;
            discard_unused(&tx, ctx, vec![gone.media_id]).await?;
        }
        PhotoChange::Forward if at > 0 => photos.swap(at, at - 1),
        PhotoChange::Backward if at + 1 < photos.len() => photos.swap(at, at + 1),
        PhotoChange::Forward | PhotoChange::Backward => {}
        PhotoChange::Describe(alt) => photos[at].alt = alt,
    }
    for (position, row) in (0_i64..).zip(photos) {
        let alt = row.alt.clone();
        let mut row = row.into_active_model();
        row.position = Set(position);
        row.alt = Set(alt);
        row.update(&*tx).await?;
    }
    touch(&tx, ctx, id).await?;
    Ok(tx.commit().await?)
}

/// Puts all photos of the open version in a new order, given by their addresses. A list that is not just these photos
/// comes from a page that is too old, and nothing is done.
pub async fn order_photos(ctx: &Ctx, id: ProductId, order: &[&str]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let version = open_version(&tx, ctx, &product).await?;
    let photos = photos_of(&tx, version.id).await?;
    let known = media::photos(&*tx, photos.iter().map(|row| row.media_id).collect()).await?;
    let place = |row: &photo::Model| known.get(&row.media_id).and_then(|photo| order.iter().position(|address| *address == photo.address));
    if order.len() != photos.len() || photos.iter().any(|row| place(row).is_none()) {
        return Err(Reason::NOT_NOW.into());
    }
    for row in photos {
        let position = place(&row).unwrap_or_default() as i64;
        if row.position != position {
            let mut row = row.into_active_model();
            row.position = Set(position);
            row.update(&*tx).await?;
        }
    }
    touch(&tx, ctx, id).await?;
    Ok(tx.commit().await?)
}
