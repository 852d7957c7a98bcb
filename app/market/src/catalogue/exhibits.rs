//! Products as a fair shows them: with all their photos, and with nothing that says whose they are.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{product, version};
use super::reads::pictures;
use super::rules::ProductState;
use ground::error::AppError;
use ground::ids::{FamilyId, ProductId, VersionId};
use people::media::Photo;

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

/// Some products that were published, by key, also those that are not shown any more, in two queries however many there are.
pub async fn exhibits<C: ConnectionTrait>(db: &C, ids: Vec<ProductId>) -> Result<Vec<Exhibit>, AppError> {
    let query = product::Entity::find().filter(product::Column::Id.is_in(ids)).order_by_asc(product::Column::Id);
    let products = query.find_also_related(version::Entity).all(db).await?;
    let live: Vec<VersionId> = products.iter().filter_map(|(product, _)| product.live_version_id).collect();
    let mut photos = pictures(db, &live).await?;
    let exhibit = |(row, version): (product::Model, Option<version::Model>)| {
        let version = version?;
        Some(Exhibit {
            id: row.id,
            slug: row.slug?,
            title_ar: version.title_ar,
            title_en: version.title_en,
            description: version.description_ar,
            material: version.material,
            making: version.making,
            craft: version.craft_code.unwrap_or_default(),
            shown: row.state == ProductState::Published && !row.withheld,
            price_from: row.price_from,
            // Words of families would say whose it is.
            photos: photos.remove(&version.id).unwrap_or_default().into_iter().map(|photo| Photo { alt: String::new(), ..photo }).collect(),
        })
    };
    Ok(products.into_iter().filter_map(exhibit).collect())
}
