//! A product as an import brings it: approved by that act.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::acts::write_offer;
use super::decisions::{Seen, publish};
use super::drafts::{copy_of, empty_product, empty_version};
use super::entity::{photo, product, version};
use super::rules::{Availability, ProductMove, ProductState, VersionMove};
use super::types::{Offer, Variant};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FamilyId, MediaId, ProductId, VersionId};
use ground::money::Money;
use ground::states::States;

/// A row of a file, checked.
#[derive(Debug, Clone)]
pub struct ImportedProduct {
    /// The id in the file; the same id updates the same product.
    pub import_id: String,
    /// Its family.
    pub family: FamilyId,
    /// Arabic title.
    pub title_ar: String,
    /// English title.
    pub title_en: String,
    /// Arabic description.
    pub description_ar: String,
    /// Craft code.
    pub craft: String,
    /// Item code.
    pub item: Option<String>,
    /// Material.
    pub material: String,
    /// Making code.
    pub making: &'static str,
    /// Price.
    pub price: Money,
    /// Availability.
    pub availability: Availability,
    /// Pieces.
    pub stock: i64,
    /// Days.
    pub lead_days: i64,
    /// When it was first listed, if the file says so.
    pub created_at: Option<DateTime<Utc>>,
    /// Its photo, if one was given.
    pub photo: Option<MediaId>,
    /// Its address in the catalogue that the file comes from; leads to the present one.
    pub former_slug: Option<String>,
}

/// Whether a row of a file may be written over a product: not over what the family or the Authority took
/// off the market.
pub fn may_import(state: ProductState) -> bool {
    matches!(state, ProductState::Published | ProductState::Paused)
}

/// Writes a product and publishes it. Running it again with the same row changes nothing that a
/// reader sees; what the family is writing stays as it is. Gives the key and whether it is new.
pub async fn import_product(tx: &Tx, ctx: &Ctx, new: ImportedProduct) -> Result<(ProductId, bool), AppError> {
    let (product, is_new) = product_of(tx, ctx, &new).await?;
    let version = match product.live_version_id {
        Some(live) => {
            let live = version::Entity::find_by_id(live).one(&**tx).await?.ok_or(AppError::NotFound)?;
            if same(&live, &new) && product.family_id == new.family && new.photo.is_none() {
                let id = product.id;
                write_offer(tx, ctx, product, offer(&new)).await?;
                return Ok((id, false));
            }
            copy_of(tx, ctx, live).await?
        }
        None => empty_version(ctx, product.id, 1).insert(&**tx).await?,
    };
    let id = version.id;
    let offer = offer(&new);
    let sent = version.state.step(VersionMove::Send)?;
    let mut row = version.into_active_model();
    row.title_ar = Set(new.title_ar);
    row.title_en = Set(new.title_en);
    row.description_ar = Set(new.description_ar);
    row.craft_code = Set(Some(new.craft));
    row.craft_item_code = Set(new.item);
    row.material = Set(new.material);
    row.making = Set(new.making.to_owned());
    row.state = sent.set();
    row.submitted_at = Set(Some(ctx.now));
    row.update(&**tx).await?;
    if let Some(media) = new.photo {
        write_photo(tx, id, media).await?;
    }
    let mut row = product.into_active_model();
    row.family_id = Set(new.family);
    let product = row.update(&**tx).await?;
    let key = product.id;
    publish(tx, ctx, product, id, Seen::ByOfficer).await?;
    if let Some(former) = new.former_slug {
        let sql = "INSERT INTO product_former_slug (slug, product_id) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING";
        tx.run(sql, vec![former.into(), key.into()]).await?;
    }
    let product = product::Entity::find_by_id(key).one(&**tx).await?.ok_or(AppError::NotFound)?;
    write_offer(tx, ctx, product, offer).await?;
    Ok((key, is_new))
}

/// The product of a row, locked, and whether it is new.
async fn product_of(tx: &Tx, ctx: &Ctx, new: &ImportedProduct) -> Result<(product::Model, bool), AppError> {
    let known = product::Entity::find().filter(product::Column::ImportId.eq(&new.import_id)).lock_exclusive().one(&**tx).await?;
    match known {
        Some(product) if !may_import(product.state) => Err(Reason::NOT_NOW.into()),
        Some(product) => Ok((product, false)),
        None => {
            let mut row = empty_product(ctx, new.family);
            row.import_id = Set(Some(new.import_id.clone()));
            row.state = ProductState::first().step(ProductMove::Send)?.set();
            row.created_at = Set(new.created_at.unwrap_or(ctx.now));
            Ok((row.insert(&**tx).await?, true))
        }
    }
}

/// The only photo of an imported version.
async fn write_photo(tx: &Tx, version: VersionId, media: MediaId) -> Result<(), AppError> {
    photo::Entity::delete_many().filter(photo::Column::VersionId.eq(version)).exec(&**tx).await?;
    let row = photo::ActiveModel {
        version_id: Set(version),
        media_id: Set(media),
        position: Set(0),
        alt: Set(String::new()),
        ..Default::default()
    };
    row.insert(&**tx).await?;
    Ok(())
}

fn offer(new: &ImportedProduct) -> Offer {
    Offer {
        availability: new.availability,
        lead_days: new.lead_days,
        weekly_capacity: None,
        variants: vec![Variant { name_ar: String::new(), name_en: String::new(), price: new.price, stock: new.stock }],
    }
}

fn same(live: &version::Model, new: &ImportedProduct) -> bool {
    live.title_ar == new.title_ar
        && live.title_en == new.title_en
        && live.description_ar == new.description_ar
        && live.craft_code.as_deref() == Some(new.craft.as_str())
        && live.craft_item_code == new.item
        && live.material == new.material
        && live.making == new.making
}

/// States of imported products by the id in their files.
pub async fn import_states(ctx: &Ctx) -> Result<HashMap<String, ProductState>, AppError> {
    let query = product::Entity::find()
        .select_only()
        .column(product::Column::ImportId)
        .column(product::Column::State)
        .filter(product::Column::ImportId.is_not_null());
    let rows: Vec<(Option<String>, ProductState)> = query.into_tuple().all(ctx.db.read()).await?;
    Ok(rows.into_iter().filter_map(|(id, state)| id.map(|id| (id, state))).collect())
}

/// Lowest prices: of imported products by the id in their files, and the highest of them in each craft on the market, in dirhams.
#[derive(Debug, Clone, Default)]
pub struct ImportPrices {
    /// By id.
    pub own: HashMap<String, i64>,
    /// By craft.
    pub dearest: HashMap<String, i64>,
}

/// What prices of a file are compared with.
pub async fn import_prices(ctx: &Ctx) -> Result<ImportPrices, AppError> {
    let db = ctx.db.read();
    let own = product::Entity::find()
        .select_only()
        .columns([product::Column::ImportId, product::Column::PriceFrom])
        .filter(product::Column::ImportId.is_not_null());
    let own: Vec<(String, i64)> = own.into_tuple().all(db).await?;
    let dearest = product::Entity::shown()
        .select_only()
        .column(product::Column::CraftCode)
        .column_as(product::Column::PriceFrom.max(), "dearest")
        .filter(product::Column::CraftCode.is_not_null())
        .group_by(product::Column::CraftCode);
    let dearest: Vec<(String, i64)> = dearest.into_tuple().all(db).await?;
    Ok(ImportPrices { own: own.into_iter().collect(), dearest: dearest.into_iter().collect() })
}

/// Whether a price is so far from another that a zero or a decimal mark was lost: ten times as much, or a tenth.
pub fn far_from(price: Money, other: i64) -> bool {
    other > 0 && (price.0 >= other.saturating_mul(10) || price.0.saturating_mul(10) <= other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_mark_is_far_and_a_new_price_is_not() {
        for (price, other, far) in
            [(21_750_000, 21_750, true), (2_175, 21_750, true), (30_000, 21_750, false), (217_500, 21_750, true), (5, 0, false)]
        {
            assert_eq!(far_from(Money(price), other), far, "{price} beside {other}");
        }
    }
}
