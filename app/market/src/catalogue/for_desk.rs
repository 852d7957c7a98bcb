//! Products as officers see them: what was sent beside what is shown, and photos that others use too.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{photo, product, report, version};
use super::reads::{product_view, version_view};
use super::rules::VersionState;
use super::types::{ForDesk, Report, Twin};
use crate::families;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{MediaId, ProductId, VersionId};
use people::media;

/// A product for a case that the actor may see, as it was sent in that case; `flags` is what the case was flagged with.
pub async fn for_desk(ctx: &Ctx, id: ProductId, about: Option<VersionId>, flags: &str) -> Result<ForDesk, AppError> {
    let db = ctx.db.read();
    let product = product::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let of_product = version::Entity::find().filter(version::Column::ProductId.eq(id));
    let asked = match about {
        Some(about) => of_product.clone().filter(version::Column::Id.eq(about)).one(db).await?,
        None => None,
    };
    let sent = match asked {
        Some(version) => version.id,
        // What a family is still writing is its own.
        None => {
            let written = of_product.filter(version::Column::State.ne(VersionState::Draft)).order_by_desc(version::Column::Number);
            written.one(db).await?.ok_or(AppError::NotFound)?.id
        }
    };
    let sent = version_view(db, sent).await?;
    let live = match product.live_version_id.filter(|live| *live != sent.id) {
        Some(live) => Some(version_view(db, live).await?),
        None => None,
    };
    let product = product_view(db, product).await?;
    let names = families::public_names(db, vec![product.family], ctx.now).await?;
    let family = names.get(&product.family).map(|name| name.ar.clone()).unwrap_or_default();
    Ok(ForDesk { product, sent, live, family, twins: twins(ctx, flags).await? })
}

/// The photos that the flags of a case name (`photo:7,photo:9`), at most four.
async fn twins(ctx: &Ctx, flags: &str) -> Result<Vec<Twin>, AppError> {
    let db = ctx.db.read();
    let ids = flags.split(',').filter_map(|flag| flag.strip_prefix("photo:")?.parse::<MediaId>().ok());
    let mut twins = Vec::new();
    let ids: Vec<MediaId> = ids.take(4).collect();
    let mut photos = media::photos(db, ids.clone()).await?;
    for media in ids {
        let Some(photo) = photos.remove(&media) else { continue };
        let versions = photo::Entity::find().filter(photo::Column::MediaId.eq(media)).all(db).await?;
        let versions: Vec<VersionId> = versions.into_iter().map(|row| row.version_id).collect();
        let product = product::Entity::shown().filter(product::Column::LiveVersionId.is_in(versions)).one(db).await?;
        let shown = match product {
            Some(product) => {
                let title = match product.live_version_id {
                    Some(live) => version::Entity::find_by_id(live).one(db).await?.map(|version| version.title_ar).unwrap_or_default(),
                    None => String::new(),
                };
                let family = families::public_names(db, vec![product.family_id], ctx.now).await?.remove(&product.family_id);
                product.slug.zip(family).map(|(slug, family)| (slug, title, family.ar))
            }
            None => None,
        };
        twins.push(Twin { photo, shown });
    }
    Ok(twins)
}

/// A report with the product it is about.
pub async fn report_for_desk(ctx: &Ctx, id: i64) -> Result<Report, AppError> {
    let report = report::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    let live = product::Entity::find_by_id(report.product_id).one(ctx.db.read()).await?.and_then(|product| product.live_version_id);
    let product = for_desk(ctx, report.product_id, live, "").await?;
    Ok(Report { reason: report.reason, words: report.words, contact: report.contact, product })
}
