//! The version that a family is working on.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::{photo, product, version};
use super::reach::own;
use super::refusals;
use super::rules::{Availability, MOST_DRAFTS, ProductState, VersionState};
use super::shown::discard_unused;
use crate::families;
use cases::casework;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FamilyId, MediaId, ProductId, VersionId};
use ground::states::States;

/// Notes that a product was changed now.
pub(super) async fn touch(tx: &Tx, ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    let row = product::ActiveModel { changed_at: Set(ctx.now), ..Default::default() };
    product::Entity::update_many().set(row).filter(product::Column::Id.eq(id)).exec(&**tx).await?;
    Ok(())
}

pub(super) fn empty_product(ctx: &Ctx, family: FamilyId) -> product::ActiveModel {
    product::ActiveModel {
        family_id: Set(family),
        state: ProductState::first().set(),
        price_from: Set(0),
        availability: Set(Availability::InStock),
        stock: Set(0),
        lead_days: Set(0),
        search_title: Set(String::new()),
        search_text: Set(String::new()),
        sampled: Set(false),
        withheld: Set(false),
        created_at: Set(ctx.now),
        changed_at: Set(ctx.now),
        ..Default::default()
    }
}

pub(super) fn empty_version(ctx: &Ctx, product: ProductId, number: i64) -> version::ActiveModel {
    let none = || Set(String::new());
    version::ActiveModel {
        product_id: Set(product),
        number: Set(number),
        state: VersionState::first().set(),
        title_ar: none(),
        title_en: none(),
        description_ar: none(),
        description_en: none(),
        material: none(),
        making: none(),
        size: none(),
        care: none(),
        ingredients: none(),
        allergens: none(),
        permit_number: none(),
        created_at: Set(ctx.now),
        ..Default::default()
    }
}

/// A licensed family begins a product, unless it has as many begun ones as it may.
pub async fn start(ctx: &Ctx) -> Result<ProductId, AppError> {
    let tx = ctx.begin().await?;
    let family = families::licensed_own(&*tx, ctx).await?;
    families::lock(&tx, family.id).await?;
    // A draft that nothing was written into yet is taken up again instead of a second one.
    let untouched = product::Entity::find()
        .filter(product::Column::FamilyId.eq(family.id))
        .filter(product::Column::State.eq(ProductState::Draft))
        .order_by_desc(product::Column::Id)
        .one(&*tx)
        .await?;
    if let Some(product) = untouched
        && let Some(id) = product.draft_version_id
        && let Some(version) = version::Entity::find_by_id(id).one(&*tx).await?
        && version.title_ar.is_empty()
        && photo::Entity::find().filter(photo::Column::VersionId.eq(id)).count(&*tx).await? == 0
    {
        return Ok(product.id);
    }
    let begun = product::Entity::find()
        .filter(product::Column::FamilyId.eq(family.id))
        .filter(product::Column::State.is_in([ProductState::Draft, ProductState::Returned]));
    if begun.count(&*tx).await? >= MOST_DRAFTS {
        return Err(refusals::MANY_DRAFTS.into());
    }
    let product = empty_product(ctx, family.id).insert(&*tx).await?;
    let version = empty_version(ctx, product.id, 1).insert(&*tx).await?;
    let id = product.id;
    let mut row = product.into_active_model();
    row.draft_version_id = Set(Some(version.id));
    row.update(&*tx).await?;
    tx.commit().await?;
    Ok(id)
}

/// The version that may be changed: the open one, or a copy of the live one. The live page stays as
/// it is.
pub async fn open_version(tx: &Tx, ctx: &Ctx, product: &product::Model) -> Result<version::Model, AppError> {
    if let Some(id) = product.draft_version_id {
        let version = version::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
        return if version.state.open() { Ok(version) } else { Err(Reason::NOT_NOW.into()) };
    }
    let live = product.live_version_id.ok_or(Reason::NOT_NOW)?;
    let live = version::Entity::find_by_id(live).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let copy = copy_of(tx, ctx, live).await?;
    let row = product::ActiveModel { draft_version_id: Set(Some(copy.id)), ..Default::default() };
    product::Entity::update_many().set(row).filter(product::Column::Id.eq(product.id)).exec(&**tx).await?;
    Ok(copy)
}

/// A copy of a version with its photos, to be changed; its number is the next one of the product. Every column is carried over: what a
/// new version must not take along is set here.
pub(super) async fn copy_of(tx: &Tx, ctx: &Ctx, live: version::Model) -> Result<version::Model, AppError> {
    let (from, product, number) = (live.id, live.product_id, live.number);
    let last: Option<i64> = version::Entity::find()
        .select_only()
        .column(version::Column::Number)
        .filter(version::Column::ProductId.eq(product))
        .order_by_desc(version::Column::Number)
        .into_tuple()
        .one(&**tx)
        .await?;
    let copy = version::ActiveModel {
        id: NotSet,
        number: Set(last.unwrap_or(number) + 1),
        state: VersionState::first().set(),
        created_at: Set(ctx.now),
        submitted_at: Set(None),
        ..live.into_active_model().reset_all()
    };
    let copy = copy.insert(&**tx).await?;
    let photos = photo::Entity::find().filter(photo::Column::VersionId.eq(from)).order_by_asc(photo::Column::Position).all(&**tx).await?;
    let photos = photos.into_iter().map(|row| photo::ActiveModel {
        version_id: Set(copy.id),
        media_id: Set(row.media_id),
        position: Set(row.position),
        alt: Set(row.alt),
        ..Default::default()
    });
    photo::Entity::insert_many(photos).exec_without_returning(&**tx).await?;
    Ok(copy)
}

/// Throws the open version of a published product away; the live one stays.
pub async fn discard(ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let (Some(_), Some(draft)) = (product.live_version_id, product.draft_version_id) else { return Err(Reason::NOT_NOW.into()) };
    let version = version::Entity::find_by_id(draft).one(&*tx).await?.ok_or(AppError::NotFound)?;
    if version.state != VersionState::Draft {
        return Err(Reason::NOT_NOW.into());
    }
    let mut row = product.into_active_model();
    row.draft_version_id = Set(None);
    row.update(&*tx).await?;
    delete(&tx, ctx, draft).await?;
    Ok(tx.commit().await?)
}

async fn delete(tx: &Tx, ctx: &Ctx, id: VersionId) -> Result<(), AppError> {
    let photos = photo::Entity::find().select_only().column(photo::Column::MediaId).filter(photo::Column::VersionId.eq(id));
    let photos: Vec<MediaId> = photos.into_tuple().all(&**tx).await?;
    photo::Entity::delete_many().filter(photo::Column::VersionId.eq(id)).exec(&**tx).await?;
    casework::version_gone(tx, id).await?;
    version::Entity::delete_by_id(id).exec(&**tx).await?;
    discard_unused(tx, ctx, photos).await
}
