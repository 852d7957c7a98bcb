//! Products in a list of files: what an officer has to see before approving several together.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::product;
use super::reads::pictures;
use crate::families::entity::family;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{ProductId, VersionId};
use ground::money::Money;
use people::media::Photo;

/// A product in a line.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The first photo of the version that the file is about.
    pub photo: Option<Photo>,
    /// Its lowest price.
    pub price: Money,
    /// Trade name of its family.
    pub family: String,
}

/// Some products in the versions that files are about, in two queries however many there are. For staff who see the files.
pub async fn briefs(ctx: &Ctx, of: &[(ProductId, Option<VersionId>)]) -> Result<HashMap<ProductId, Brief>, AppError> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let db = ctx.db.read();
    let query = product::Entity::find().filter(product::Column::Id.is_in(of.iter().map(|(id, _)| *id)));
    let products = query.find_also_related(family::Entity).all(db).await?;
    let versions: Vec<VersionId> = of.iter().filter_map(|(_, version)| *version).collect();
    let mut photos = pictures(db, &versions).await?;
    let mut first = |id: ProductId| {
        let version = of.iter().find(|(product, _)| *product == id)?.1?;
        photos.remove(&version)?.into_iter().next()
    };
    let brief = |(row, family): (product::Model, Option<family::Model>)| {
        let name = family.map(|family| family.trade_name).unwrap_or_default();
        (row.id, Brief { photo: first(row.id), price: Money(row.price_from), family: name })
    };
    Ok(products.into_iter().map(brief).collect())
}
