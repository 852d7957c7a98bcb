//! What a family does with its products.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::decisions::{Seen, publish};
use super::drafts::{open_version, touch};
use super::entity::{photo, product, variant, version};
use super::photos::photos_of;
use super::reach::own;
use super::reads::{product_view, what_of};
use super::refusals;
use super::rules::{Availability, Making, ProductMove, ProductState, STOREFRONT, VersionMove, VersionState};
use super::shown::{Of, photos_follow};
use super::types::{Offer, Variant, What};
use crate::families;
use cases::casework::{self, CaseKind, NewCase};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Reason};
use ground::ids::{FamilyId, MediaId, ProductId};
use ground::money::Money;
use ground::states::States;
use people::{crafts, media};

/// Saves what the product is, also with gaps; it is sent when none are left.
pub async fn save_what(ctx: &Ctx, id: ProductId, what: What) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let version = open_version(&tx, ctx, &product).await?;
    let mut row = version.into_active_model();
    let What {
        title_ar,
        title_en,
        description_ar,
        description_en,
        craft,
        item,
        material,
        making,
        size,
        weight_grams,
        care,
        ingredients,
        allergens,
        shelf_life_days,
        permit_number,
        permit_expires_on,
    } = what;
    row.title_ar = Set(title_ar);
    row.title_en = Set(title_en);
    row.description_ar = Set(description_ar);
    row.description_en = Set(description_en);
    row.craft_code = Set(Some(craft).filter(|craft| !craft.is_empty()));
    row.craft_item_code = Set(item);
    row.material = Set(material);
    row.making = Set(making.map(Making::code).unwrap_or_default().to_owned());
    row.size = Set(size);
    row.weight_grams = Set(weight_grams);
    row.care = Set(care);
    row.ingredients = Set(ingredients);
    row.allergens = Set(allergens);
    row.shelf_life_days = Set(shelf_life_days);
    row.permit_number = Set(permit_number);
    row.permit_expires_on = Set(permit_expires_on);
    row.update(&*tx).await?;
    touch(&tx, ctx, id).await?;
    Ok(tx.commit().await?)
}

/// Price and stock need no review: a published product shows them at once.
pub async fn save_offer(ctx: &Ctx, id: ProductId, offer: Offer) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    write_offer(&tx, ctx, product, offer).await?;
    Ok(tx.commit().await?)
}

/// The same from a page that showed an offer: what was saved since is not written over unseen. Saying the same again is no change.
pub async fn change_offer(ctx: &Ctx, id: ProductId, seen: &str, offer: Offer) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let now = product_view(&*tx, product.clone()).await?.offer;
    if !seen.is_empty() && now.mark() != seen && now != offer {
        return Err(FieldErrors::one("price_0", refusals::offer_meanwhile(&now)).into());
    }
    write_offer(&tx, ctx, product, offer).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn write_offer(tx: &Tx, ctx: &Ctx, product: product::Model, offer: Offer) -> Result<(), AppError> {
    let Offer { availability, lead_days, weekly_capacity, variants } = offer;
    let id = product.id;
    // The cheapest that can be had; of what is sold out the cheapest.
    let there = |variant: &&Variant| availability == Availability::MadeToOrder || variant.stock > 0;
    let cheapest = variants.iter().filter(there).map(|variant| variant.price.0).min();
    let price_from = cheapest.or_else(|| variants.iter().map(|variant| variant.price.0).min()).unwrap_or(0);
    let stock = variants.iter().map(|variant| variant.stock).sum();
    variant::Entity::delete_many().filter(variant::Column::ProductId.eq(id)).exec(&**tx).await?;
    let rows = (0_i64..).zip(variants).map(|(position, new)| variant::ActiveModel {
        product_id: Set(id),
        name_ar: Set(new.name_ar),
        name_en: Set(new.name_en),
        price: Set(new.price.0),
        stock: Set(new.stock),
        position: Set(position),
        ..Default::default()
    });
    variant::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    let public = product.state == ProductState::Published;
    let mut row = product.into_active_model();
    row.price_from = Set(price_from);
    row.stock = Set(stock);
    row.availability = Set(availability);
    row.lead_days = Set(lead_days);
    row.weekly_capacity = Set(weekly_capacity);
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    if public {
        tx.changed(id).await?;
    }
    Ok(())
}

/// How a version went on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// An officer looks at it; the case's number.
    ForReview(String),
    /// The family is trusted: it is on the market already.
    Published,
}

/// The open version is sent. A trusted family's is published at once and may be looked at
/// afterwards; a photo that another family uses is always looked at first, and so is a product of which an approval was taken back,
/// in whatever version it comes, until it is decided anew.
pub async fn send(ctx: &Ctx, id: ProductId) -> Result<Sent, AppError> {
    let all_crafts = crafts::crafts(&ctx.db).await?;
    let tx = ctx.begin().await?;
    let family = families::licensed_own(&*tx, ctx).await?;
    let product = own(&tx, ctx, id).await?;
    let draft = product.draft_version_id.ok_or(Reason::NOT_NOW)?;
    let version = version::Entity::find_by_id(draft).one(&*tx).await?.ok_or(AppError::NotFound)?;
    if !version.state.open() {
        return Err(Reason::NOT_NOW.into());
    }
    let photos = photos_of(&tx, draft).await?;
    let today = day_in_tripoli(ctx.now);
    if !what_of(version.clone()).missing(&all_crafts, photos.len(), Money(product.price_from), today).is_empty() {
        return Err(Reason::INCOMPLETE.into());
    }
    let owner = ctx.actor.person()?.id;
    let ids: Vec<_> = photos.iter().map(|row| row.media_id).collect();
    let twins = not_of_family(&tx, family.id, media::used_elsewhere(&tx, owner, &ids).await?).await?;
    let state = product.state.step(ProductMove::Send)?;
    // What came back, or was taken back from an officer, is looked at again.
    let again = version.submitted_at.is_some() || casework::stands_taken_back(&*tx, CaseKind::Product, id.0).await?;
    let title = version.title_ar.clone();
    let sent = version.state.step(VersionMove::Send)?;
    let mut row = version.into_active_model();
    row.state = sent.set();
    row.submitted_at = Set(Some(ctx.now));
    row.update(&*tx).await?;
    let mut row = product.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    let product = row.update(&*tx).await?;
    // What the Authority took down comes back by its decision only.
    let taken_down = state == ProductState::Suspended;
    if family.trusted && twins.is_empty() && !again && !taken_down {
        publish(&tx, ctx, product, draft, Seen::Afterwards).await?;
        tx.commit().await?;
        return Ok(Sent::Published);
    }
    let new = NewCase {
        applicant: Some(owner),
        flagged: (!twins.is_empty()).then(|| twins.iter().map(|twin| format!("photo:{twin}")).collect::<Vec<_>>().join(",")),
        version: Some(draft),
        ..NewCase::new(CaseKind::Product, id.0, title, family.municipality.clone())
    };
    let reference = match casework::resubmit(&tx, ctx, &new).await? {
        Some((_, reference)) => reference,
        None => casework::open(&tx, ctx, new).await?.1,
    };
    tx.commit().await?;
    Ok(Sent::ForReview(reference))
}

/// The family takes back what it has sent, as long as nobody has decided: the version is open again and its case ends without a decision. A
/// live page stays as it is.
pub async fn withdraw(ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let draft = product.draft_version_id.ok_or(Reason::NOT_NOW)?;
    let version = version::Entity::find_by_id(draft).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let (open, state) = (version.state.step(VersionMove::Withdraw)?, product.state.step(ProductMove::Withdraw)?);
    casework::withdraw_about(&tx, ctx, CaseKind::Product, id.0).await?;
    let mut row = version.into_active_model();
    row.state = open.set();
    row.update(&*tx).await?;
    let mut row = product.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Photos that no product of the family shows: what was imported for it has no owner, and is its own all the same.
async fn not_of_family(tx: &Tx, family: FamilyId, photos: Vec<MediaId>) -> Result<Vec<MediaId>, AppError> {
    if photos.is_empty() {
        return Ok(photos);
    }
    let rows = photo::Entity::find().filter(photo::Column::MediaId.is_in(photos.iter().copied())).all(&**tx).await?;
    let versions = version::Entity::find().filter(version::Column::Id.is_in(rows.iter().map(|row| row.version_id))).all(&**tx).await?;
    let products = product::Entity::find().filter(product::Column::FamilyId.eq(family));
    let products = products.filter(product::Column::Id.is_in(versions.iter().map(|row| row.product_id))).all(&**tx).await?;
    let own_versions = versions.iter().filter(|version| products.iter().any(|product| product.id == version.product_id));
    let own_versions: Vec<_> = own_versions.map(|version| version.id).collect();
    let own = |media: &MediaId| rows.iter().any(|row| row.media_id == *media && own_versions.contains(&row.version_id));
    Ok(photos.into_iter().filter(|media| !own(media)).take(4).collect())
}

/// Pause, resume, retire: the family's own, at any time, without review.
pub async fn shelve(ctx: &Ctx, id: ProductId, by: ProductMove) -> Result<(), AppError> {
    if !matches!(by, ProductMove::Pause | ProductMove::Resume | ProductMove::Retire) {
        return Err(AppError::NotFound);
    }
    let tx = ctx.begin().await?;
    if by == ProductMove::Resume {
        families::licensed_own(&*tx, ctx).await?;
    }
    let product = own(&tx, ctx, id).await?;
    // What an officer is reading, or has sent back, ends with its case first.
    if by == ProductMove::Retire
        && let Some(draft) = product.draft_version_id
        && let Some(version) = version::Entity::find_by_id(draft).one(&*tx).await?
        && matches!(version.state, VersionState::InReview | VersionState::Returned)
    {
        return Err(Reason::NOT_NOW.into());
    }
    let state = product.state.step(by)?;
    let family = product.family_id;
    let mut row = product.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    photos_follow(&tx, ctx, Of::Product(id)).await?;
    tx.changed(id).await?;
    tx.changed(STOREFRONT.of(family.0)).await?;
    Ok(tx.commit().await?)
}

/// The family takes a product off for a while.
pub async fn pause(ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    shelve(ctx, id, ProductMove::Pause).await
}

/// The family takes a product off for good.
pub async fn retire(ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    shelve(ctx, id, ProductMove::Retire).await
}
