//! Products as officers see them: what was sent beside what is shown, and photos that others use too.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement, Value};

use super::entity::{product, report, version};
use super::reads::{product_view, version_view, view_of};
use super::rules::VersionState;
use super::types::{ForDesk, Report, Twin};
use crate::families::{self, entity::family};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{MediaId, ProductId, VersionId};
use people::media;

/// A product for a case that the actor may see, as it was sent in that case; `flags` is what the case was flagged with.
pub async fn for_desk(ctx: &Ctx, id: ProductId, about: Option<VersionId>, flags: &str) -> Result<ForDesk, AppError> {
    let (product, family) = with_family(ctx, id).await?;
    seen(ctx, product, family, about, flags).await
}

/// A product and the name of its family; empty where it holds no licence.
async fn with_family(ctx: &Ctx, id: ProductId) -> Result<(product::Model, String), AppError> {
    let query = product::Entity::find_by_id(id).find_also_related(family::Entity);
    let (product, family) = query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    let name = family.and_then(|row| families::reads::public_name(row, ctx.now)).map(|name| name.ar);
    Ok((product, name.unwrap_or_default()))
}

async fn seen(ctx: &Ctx, product: product::Model, family: String, about: Option<VersionId>, flags: &str) -> Result<ForDesk, AppError> {
    let db = ctx.db.read();
    let of_product = version::Entity::find().filter(version::Column::ProductId.eq(product.id));
    let asked = match about {
        Some(about) => of_product.clone().filter(version::Column::Id.eq(about)).one(db).await?,
        None => None,
    };
    let sent = match asked {
        Some(version) => version,
        // What a family is still writing is its own.
        None => {
            let written = of_product.filter(version::Column::State.ne(VersionState::Draft)).order_by_desc(version::Column::Number);
            written.one(db).await?.ok_or(AppError::NotFound)?
        }
    };
    let sent = view_of(db, sent).await?;
    let live = match product.live_version_id.filter(|live| *live != sent.id) {
        Some(live) => Some(version_view(db, live).await?),
        None => None,
    };
    let product = product_view(db, product).await?;
    Ok(ForDesk { product, sent, live, family, twins: twins(ctx, flags).await? })
}

/// The photos that the flags of a case name (`photo:7,photo:9`), at most four.
async fn twins(ctx: &Ctx, flags: &str) -> Result<Vec<Twin>, AppError> {
    let db = ctx.db.read();
    let ids = flags.split(',').filter_map(|flag| flag.strip_prefix("photo:")?.parse::<MediaId>().ok());
    let ids: Vec<MediaId> = ids.take(4).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut photos = media::photos(db, ids.clone()).await?;
    let shown = shown_with(ctx, ids.clone()).await?;
    let twin = |id: MediaId| Some(Twin { photo: photos.remove(&id)?, shown: shown.get(&id).cloned() });
    Ok(ids.into_iter().filter_map(twin).collect())
}

#[derive(FromQueryResult)]
struct Showing {
    media: MediaId,
    slug: String,
    title: String,
    family: String,
}

/// For some photos the product on the market that shows it: its address, its title, its family's name.
async fn shown_with(ctx: &Ctx, ids: Vec<MediaId>) -> Result<HashMap<MediaId, (String, String, String)>, AppError> {
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    // Of several products the first, so that it is written last.
    let sql = format!(
        "SELECT f.media_id AS media, p.slug, v.title_ar AS title, y.trade_name AS family FROM product_photo f \
         JOIN product p ON p.live_version_id = f.version_id JOIN product_version v ON v.id = p.live_version_id \
         JOIN family y ON y.id = p.family_id WHERE f.media_id IN ({}) AND p.slug IS NOT NULL \
         AND p.state = 'published' AND NOT p.withheld AND y.state = 'approved' AND y.licence_expires_on >= ${} ORDER BY p.id DESC",
        places.join(", "),
        places.len() + 1
    );
    let values = ids.into_iter().map(Value::from).chain([day_in_tripoli(ctx.now).into()]);
    let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, values);
    let rows = Showing::find_by_statement(statement).all(ctx.db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.media, (row.slug, row.title, row.family))).collect())
}

/// A report with the product it is about.
pub async fn report_for_desk(ctx: &Ctx, id: i64) -> Result<Report, AppError> {
    let report = report::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    let (product, family) = with_family(ctx, report.product_id).await?;
    let live = product.live_version_id;
    let product = seen(ctx, product, family, live, "").await?;
    Ok(Report { reason: report.reason, words: report.words, contact: report.contact, product })
}
