//! What the Authority takes back of what it did to a product.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::decisions::move_version;
use super::entity::{product, report, version};
use super::index;
use super::photos::photos_of;
use super::reach::locked;
use super::reads::what_of;
use super::refusals;
use super::rules::{Making, ProductMove, ProductState, STOREFRONT, VersionMove, VersionState};
use super::shown::{Of, photos_follow};
use crate::families;
use cases::casework::{self, CaseKind};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{ProductId, VersionId};
use ground::money::Money;
use ground::states::{States, Step};
use people::crafts;

/// A return is taken back: the version is reviewed as it was sent. Not when the family has changed it since it was returned.
pub async fn call_back(tx: &Tx, ctx: &Ctx, id: ProductId, returned_at: DateTime<Utc>) -> Result<(), AppError> {
    let product = locked(tx, id).await?;
    if product.changed_at > returned_at {
        return Err(families::BEGUN.into());
    }
    let state = product.state.step(ProductMove::CallBack)?;
    let draft = product.draft_version_id.ok_or(Reason::NOT_NOW)?;
    move_version(tx, draft, VersionMove::CallBack).await?;
    let mut row = product.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    Ok(())
}

/// A version that was published by mistake waits again for the Authority, and what was shown before it is shown once more, if it could
/// still be sent today. Not when something followed from it: a newer version was begun, or it was taken off since.
pub async fn take_back(tx: &Tx, ctx: &Ctx, id: ProductId, about: Option<VersionId>) -> Result<(), AppError> {
    let product = locked(tx, id).await?;
    let (Some(about), None) = (about.filter(|about| product.live_version_id == Some(*about)), product.draft_version_id) else {
        return Err(refusals::FOLLOWED.into());
    };
    let back = version_before(tx, ctx, &product, about).await?;
    let by = match &back {
        None => ProductMove::TakeBack,
        // What a report had taken off was shown again by this version alone.
        Some(_) if reported(tx, id).await? => ProductMove::Suspend,
        Some(_) => ProductMove::Restore,
    };
    let state = step(&product, by)?;
    move_version(tx, about, VersionMove::TakeBack).await?;
    families::forget_approval(tx, product.family_id).await?;
    let family = product.family_id;
    let mut row = product.into_active_model();
    row.state = state.set();
    row.draft_version_id = Set(Some(about));
    row.live_version_id = Set(back.as_ref().map(|version| version.id));
    row.changed_at = Set(ctx.now);
    match &back {
        None => row.published_at = Set(None),
        Some(version) => {
            // Whether anybody looked at it before is not known here: a later look is due.
            row.sampled = Set(true);
            row.craft_code = Set(version.craft_code.clone());
            row.craft_item_code = Set(version.craft_item_code.clone());
            row.making = Set(Making::from_code(&version.making));
        }
    }
    let product = row.update(&**tx).await?;
    if let Some(version) = &back {
        move_version(tx, version.id, VersionMove::Restore).await?;
        index::index(tx, ctx, &product, version).await?;
    }
    photos_follow(tx, ctx, Of::Product(id)).await?;
    tx.changed(id).await?;
    Ok(tx.changed(STOREFRONT.of(family.0)).await?)
}

fn step(product: &product::Model, by: ProductMove) -> Result<Step<ProductState>, AppError> {
    product.state.step(by).map_err(|_| refusals::FOLLOWED.into())
}

/// What was shown before a version. Nothing, where that could not be sent today: its photos are erased, or its permit has ended.
async fn version_before(tx: &Tx, ctx: &Ctx, product: &product::Model, about: VersionId) -> Result<Option<version::Model>, AppError> {
    let query = version::Entity::find()
        .filter(version::Column::ProductId.eq(product.id))
        .filter(version::Column::State.eq(VersionState::Superseded))
        .filter(version::Column::Id.ne(about))
        .order_by_desc(version::Column::Number);
    let Some(before) = query.one(&**tx).await? else { return Ok(None) };
    let (crafts, photos) = (crafts::crafts(&ctx.db).await?, photos_of(tx, before.id).await?.len());
    let missing = what_of(before.clone()).missing(&crafts, photos, Money(product.price_from), day_in_tripoli(ctx.now));
    Ok(Some(before).filter(|_| missing.is_empty()))
}

/// Whether a report about this product was ever found true.
async fn reported(tx: &Tx, id: ProductId) -> Result<bool, AppError> {
    for report in report::Entity::find().filter(report::Column::ProductId.eq(id)).all(&**tx).await? {
        if casework::last_approved(tx, CaseKind::Report, report.id).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
