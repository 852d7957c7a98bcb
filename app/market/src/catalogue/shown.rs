//! Which photos the public may see: those of a version that is shown, and no others.

use std::collections::HashSet;

use chrono::Duration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};

use super::entity::{photo, product, version};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{FamilyId, MediaId, ProductId, VersionId};
use people::media;

/// Days for which photos are kept that the public does not see any more: an objection may need them.
pub const WITHDRAWN_DAYS: i64 = 90;

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

/// Photos that stand in no version any more are erased.
pub(super) async fn discard_unused(tx: &Tx, ctx: &Ctx, photos: Vec<MediaId>) -> Result<(), AppError> {
    let used = photo::Entity::find().select_only().column(photo::Column::MediaId).filter(photo::Column::MediaId.is_in(photos.clone()));
    let used: HashSet<MediaId> = used.into_tuple().all(&**tx).await?.into_iter().collect();
    for photo in photos.into_iter().filter(|photo| !used.contains(photo)) {
        media::discard(tx, ctx, photo).await?;
    }
    Ok(())
}

/// Erases photos that were taken back, or never public, for [`WITHDRAWN_DAYS`], and that no version needs which is live or being
/// worked on: earlier versions, and products that were taken down, refused or retired, stay without them. Gives how many went.
pub async fn erase_withdrawn(ctx: &Ctx) -> Result<usize, AppError> {
    const SPENT: &str = "SELECT DISTINCT f.media_id FROM product_photo f JOIN media m ON m.id = f.media_id \
        WHERE m.kind = 'photo' AND m.public_since IS NULL AND COALESCE(m.withdrawn_at, m.created_at) < $1 \
        AND NOT EXISTS (SELECT 1 FROM product_photo o JOIN product_version v ON v.id = o.version_id JOIN product p ON p.id = v.product_id \
            WHERE o.media_id = m.id AND p.state NOT IN ('suspended', 'refused', 'retired') AND (v.id = p.live_version_id OR v.id = p.draft_version_id)) \
        LIMIT 500";
    let before = ctx.now - Duration::days(WITHDRAWN_DAYS);
    let tx = ctx.begin().await?;
    let rows = tx.query_all_raw(Statement::from_sql_and_values(ctx.db.backend(), SPENT, [before.into()])).await?;
    let spent = rows.iter().map(|row| row.try_get("", "media_id")).collect::<Result<Vec<MediaId>, _>>()?;
    photo::Entity::delete_many().filter(photo::Column::MediaId.is_in(spent.clone())).exec(&*tx).await?;
    let gone = spent.len();
    discard_unused(&tx, ctx, spent).await?;
    tx.commit().await?;
    Ok(gone)
}
