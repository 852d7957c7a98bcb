//! Which photos the public may see: those of a version that is shown, and no others.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{photo, product, version};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{FamilyId, MediaId, ProductId, VersionId};
use people::media;

/// Whose photos.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    /// One product's.
    Product(ProductId),
    /// All products' of a family.
    Family(FamilyId),
}

/// Makes public what is shown of these products and takes back what is not, in whatever version it stands. Whoever changes which
/// products or versions are shown calls this in the same transaction.
pub(super) async fn photos_follow(tx: &Tx, ctx: &Ctx, of: Of) -> Result<(), AppError> {
    let whose = match of {
        Of::Product(id) => product::Column::Id.eq(id),
        Of::Family(family) => product::Column::FamilyId.eq(family),
    };
    let products = product::Entity::find().select_only().column(product::Column::Id).filter(whose);
    let products: Vec<ProductId> = products.into_tuple().all(&**tx).await?;
    let versions = version::Entity::find().select_only().column(version::Column::Id).filter(version::Column::ProductId.is_in(products));
    let versions: Vec<VersionId> = versions.into_tuple().all(&**tx).await?;
    let rows = photo::Entity::find().select_only().column(photo::Column::MediaId).filter(photo::Column::VersionId.is_in(versions));
    let all: HashSet<MediaId> = rows.into_tuple().all(&**tx).await?.into_iter().collect();
    if all.is_empty() {
        return Ok(());
    }
    // A photo may stand in another product's version too.
    let holding = photo::Entity::find().filter(photo::Column::MediaId.is_in(all.iter().copied())).all(&**tx).await?;
    let live = product::Entity::shown().select_only().column(product::Column::LiveVersionId);
    let live = live.filter(product::Column::LiveVersionId.is_in(holding.iter().map(|row| row.version_id)));
    let live: HashSet<Option<VersionId>> = live.into_tuple().all(&**tx).await?.into_iter().collect();
    let shown: HashSet<MediaId> = holding.iter().filter(|row| live.contains(&Some(row.version_id))).map(|row| row.media_id).collect();
    media::make_public(tx, ctx, shown.iter().copied().collect()).await?;
    media::withdraw(tx, ctx, all.difference(&shown).copied().collect()).await
}
