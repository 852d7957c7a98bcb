//! The words by which products are found, written when a version is shown and when names have changed.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{product, version};
use ground::changes::Kind;
use ground::ctx::Ctx;
use ground::db::{Db, Tx};
use ground::error::AppError;
use ground::ids::{ProductId, VersionId};
use ground::text;
use people::{crafts, place};

/// A product whose words are written anew: answers to queries that they fit, or did, go.
pub(super) const WORDS: Kind = Kind::new("product_words");

/// Writes the words by which a product is found.
pub(super) async fn index(tx: &Tx, ctx: &Ctx, product: &product::Model, version: &version::Model) -> Result<(), AppError> {
    let crafts = crafts::crafts(&ctx.db).await?;
    let places = place::places(&ctx.db).await?;
    let title = text::search_form(&format!("{} {}", version.title_ar, version.title_en));
    let craft = version.craft_code.as_deref().and_then(|code| crafts.craft(code));
    let item = version.craft_item_code.as_deref().and_then(|code| crafts.item(code));
    let municipality = product.municipality_code.as_deref().and_then(|code| places.municipality(code));
    let mut parts = vec![version.title_ar.as_str(), &version.title_en, &version.material];
    parts.extend(craft.iter().flat_map(|c| [c.name_ar.as_str(), c.name_en.as_str()]));
    parts.extend(item.iter().flat_map(|i| [i.name_ar.as_str(), i.name_en.as_str()]));
    parts.extend(municipality.iter().flat_map(|m| [m.name_ar.as_str(), m.name_en.as_str()]));
    parts.extend([version.description_ar.as_str(), &version.description_en]);
    let words = text::search_form(&parts.join(" "));
    let region = municipality.map(|m| m.region_code.clone());
    tx.run(
        "UPDATE product SET search_title = $1, search_text = $2, region_code = $3 WHERE id = $4",
        vec![title.into(), words.clone().into(), region.into(), product.id.into()],
    )
    .await?;
    if tx.get_database_backend() == DbBackend::Sqlite {
        tx.run("DELETE FROM product_words WHERE rowid = $1", vec![product.id.into()]).await?;
        tx.run("INSERT INTO product_words (rowid, search_text) VALUES ($1, $2)", vec![product.id.into(), words.clone().into()]).await?;
    }
    let mut distinct: Vec<&str> = words.split_whitespace().filter(|word| (3..=30).contains(&word.chars().count())).collect();
    distinct.sort_unstable();
    distinct.dedup();
    // One statement for all words: an index of the words there are, for misspelt queries.
    if !distinct.is_empty() {
        let places: Vec<String> = (0..distinct.len()).map(|n| format!("(${}, ${})", 2 * n + 1, 2 * n + 2)).collect();
        let values = distinct.iter().flat_map(|word| [(*word).into(), (word.chars().count() as i64).into()]).collect();
        tx.run(&format!("INSERT INTO search_word (word, letters) VALUES {} ON CONFLICT (word) DO NOTHING", places.join(", ")), values)
            .await?;
    }
    Ok(tx.all_changed([product.id.into(), WORDS.of(product.id.0)]).await?)
}

/// Writes the words and region of some products anew, because the name or place of their craft or municipality has
/// changed.
pub async fn reindex(ctx: &Ctx, craft: Option<&str>, municipality: Option<&str>) -> Result<usize, AppError> {
    const AT_ONCE: u64 = 200;
    // Another process may have edited: what is kept here could be the names of before.
    ctx.db.follow().await?;
    let (mut after, mut done) = (ProductId(0), 0);
    loop {
        let mut query = product::Entity::find().filter(product::Column::Id.gt(after)).filter(product::Column::LiveVersionId.is_not_null());
        if let Some(craft) = craft {
            query = query.filter(product::Column::CraftCode.eq(craft));
        }
        if let Some(municipality) = municipality {
            query = query.filter(product::Column::MunicipalityCode.eq(municipality));
        }
        let tx = ctx.begin().await?;
        let products = query.order_by_asc(product::Column::Id).limit(AT_ONCE).lock_exclusive().all(&*tx).await?;
        let Some(last) = products.last().map(|product| product.id) else { return Ok(done) };
        let live = version::Entity::find().filter(version::Column::Id.is_in(products.iter().filter_map(|product| product.live_version_id)));
        let live: HashMap<VersionId, version::Model> = live.all(&*tx).await?.into_iter().map(|version| (version.id, version)).collect();
        for product in &products {
            if let Some(version) = product.live_version_id.and_then(|id| live.get(&id)) {
                index(&tx, ctx, product, version).await?;
            }
        }
        tx.commit().await?;
        (after, done) = (last, done + products.len());
    }
}

/// On SQLite, writes the index of words anew without those that were erased: until then they stand in it, marked as gone.
pub async fn without_erased_words(db: &Db) -> Result<(), AppError> {
    if db.backend() == DbBackend::Sqlite {
        let tx = db.begin().await?;
        tx.run("INSERT INTO product_words (product_words) VALUES ('optimize')", vec![]).await?;
        tx.commit().await?;
    }
    Ok(())
}
