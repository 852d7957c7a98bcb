//! Products as a fair shows them: with all their photos, and with nothing that says whose they are.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{photo, product, version};
use super::rules::ProductState;
use ground::error::AppError;
use ground::ids::{FamilyId, ProductId};
use people::media::{self, Photo};

/// A published product without its family.
#[derive(Debug, Clone)]
pub struct Exhibit {
    /// Key.
    pub id: ProductId,
    /// Address of its page.
    pub slug: String,
    /// Arabic title.
    pub title_ar: String,
    /// English title.
    pub title_en: String,
    /// What it is.
    pub description: String,
    /// Of what.
    pub material: String,
    /// How it is made, as a code.
    pub making: String,
    /// Its craft.
    pub craft: String,
    /// Whether everyone sees it now.
    pub shown: bool,
    /// Its lowest price, in dirhams.
    pub price_from: i64,
    /// Photos in order; their words are left out, as families wrote them.
    pub photos: Vec<Photo>,
}

/// Keys of what a family has published.
pub async fn published_of<C: ConnectionTrait>(db: &C, family: FamilyId) -> Result<Vec<ProductId>, AppError> {
    let query = product::Entity::shown().filter(product::Column::FamilyId.eq(family));
    Ok(query.select_only().column(product::Column::Id).into_tuple().all(db).await?)
}

/// Some products that were published, by key, also those that are not shown any more, in three queries however many there are.
pub async fn exhibits<C: ConnectionTrait>(db: &C, ids: Vec<ProductId>) -> Result<Vec<Exhibit>, AppError> {
    let products = product::Entity::find().filter(product::Column::Id.is_in(ids)).order_by_asc(product::Column::Id).all(db).await?;
    let live: Vec<_> = products.iter().filter_map(|row| row.live_version_id).collect();
    let versions = version::Entity::find().filter(version::Column::Id.is_in(live.clone())).all(db).await?;
    let photos = photo::Entity::find().filter(photo::Column::VersionId.is_in(live)).order_by_asc(photo::Column::Position).all(db).await?;
    let known = media::photos(db, photos.iter().map(|row| row.media_id).collect()).await?;
    let exhibit = |row: product::Model| {
        let version = versions.iter().find(|version| Some(version.id) == row.live_version_id)?;
        let of = photos.iter().filter(|photo| photo.version_id == version.id);
        Some(Exhibit {
            id: row.id,
            slug: row.slug?,
            title_ar: version.title_ar.clone(),
            title_en: version.title_en.clone(),
            description: version.description_ar.clone(),
            material: version.material.clone(),
            making: version.making.clone(),
            craft: version.craft_code.clone().unwrap_or_default(),
            shown: row.state == ProductState::Published && !row.withheld,
            price_from: row.price_from,
            photos: of.filter_map(|photo| known.get(&photo.media_id).cloned()).collect(),
        })
    };
    Ok(products.into_iter().filter_map(exhibit).collect())
}
