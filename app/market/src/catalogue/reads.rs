//! Products as pages need them.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement};
use serde::Deserialize;

use super::entity::{photo, product, variant, version};
use super::filter::{Filter, Sort};
use super::rules::{Making, ProductState};
use super::search;
use super::types::{Card, FoundProduct, MineRow, Offer, OwnProduct, Paused, Product, ProductView, Variant, VersionView, What};
use crate::families::{self, entity::family};
use cases::casework::{self, CaseKind};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{FamilyId, MediaId, ProductId, VersionId};
use ground::money::Money;
use ground::sql::{Rows, is};
use people::media;
use people::media::Photo;

/// What a version says.
pub(super) fn what_of(version: version::Model) -> What {
    What {
        title_ar: version.title_ar,
        title_en: version.title_en,
        description_ar: version.description_ar,
        description_en: version.description_en,
        craft: version.craft_code.unwrap_or_default(),
        item: version.craft_item_code,
        material: version.material,
        making: Making::from_code(&version.making),
        size: version.size,
        weight_grams: version.weight_grams,
        care: version.care,
        ingredients: version.ingredients,
        allergens: version.allergens,
        shelf_life_days: version.shelf_life_days,
        permit_number: version.permit_number,
        permit_expires_on: version.permit_expires_on,
    }
}

pub(super) async fn version_view<C: ConnectionTrait>(db: &C, id: VersionId) -> Result<VersionView, AppError> {
    let version = version::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    view_of(db, version).await
}

#[derive(FromQueryResult)]
struct Pictured {
    version: VersionId,
    id: MediaId,
    address: String,
    width: i64,
    height: i64,
    color: String,
    alt: String,
}

/// A version with its photos in order.
pub(super) async fn view_of<C: ConnectionTrait>(db: &C, version: version::Model) -> Result<VersionView, AppError> {
    let photos = pictures(db, &[version.id]).await?.remove(&version.id).unwrap_or_default();
    Ok(VersionView { id: version.id, state: version.state, what: what_of(version), photos })
}

/// Photos of some versions, each version's in order.
pub(super) async fn pictures<C: ConnectionTrait>(db: &C, ids: &[VersionId]) -> Result<HashMap<VersionId, Vec<Photo>>, AppError> {
    let mut all: HashMap<VersionId, Vec<Photo>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT f.version_id AS version, m.id, m.address, m.width, m.height, m.color, f.alt FROM product_photo f \
         JOIN media m ON m.id = f.media_id WHERE f.version_id IN ({}) ORDER BY f.position, f.id",
        places.join(", ")
    );
    let values = ids.iter().map(|id| (*id).into());
    for row in Pictured::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await? {
        let Pictured { version, id, address, width, height, color, alt } = row;
        all.entry(version).or_default().push(Photo { id, address, width, height, color, alt });
    }
    Ok(all)
}

/// A product with its variants.
pub(super) async fn product_view<C: ConnectionTrait>(db: &C, row: product::Model) -> Result<Product, AppError> {
    let variants = variant::Entity::find().filter(variant::Column::ProductId.eq(row.id)).order_by_asc(variant::Column::Position);
    let variants = variants.all(db).await?.into_iter().map(variant_of).collect();
    Ok(offered(row, variants))
}

fn variant_of(row: variant::Model) -> Variant {
    Variant { name_ar: row.name_ar, name_en: row.name_en, price: Money(row.price), stock: row.stock }
}

fn offered(row: product::Model, variants: Vec<Variant>) -> Product {
    let offer = Offer { availability: row.availability, lead_days: row.lead_days, weekly_capacity: row.weekly_capacity, variants };
    Product {
        id: row.id,
        family: row.family_id,
        state: row.state,
        slug: row.slug,
        withheld: row.withheld,
        has_live: row.live_version_id.is_some(),
        has_draft: row.draft_version_id.is_some(),
        municipality: row.municipality_code,
        price_from: Money(row.price_from),
        stock: row.stock,
        offer,
    }
}

#[derive(Deserialize)]
struct ShownVariant {
    name_ar: String,
    name_en: String,
    price: i64,
    stock: i64,
}

#[derive(Deserialize)]
struct ShownPhoto {
    id: i64,
    address: String,
    width: i64,
    height: i64,
    color: String,
    alt: String,
}

/// A product by its address, in one statement; only what is on the market.
pub async fn public_product(ctx: &Ctx, slug: &str) -> Result<FoundProduct, AppError> {
    let db = ctx.db.read();
    let query = product::Entity::shown().filter(product::Column::Slug.eq(slug));
    let mut query = query.find_also_related(version::Entity).find_also_related(family::Entity).into_query();
    let variants = Rows {
        columns: &["v.name_ar", "v.name_en", "v.price", "v.stock"],
        from: "product_variant v WHERE v.product_id = product.id",
        order: "v.position",
    };
    let photos = Rows {
        columns: &["m.id", "m.address", "m.width", "m.height", "m.color", "f.alt"],
        from: "product_photo f JOIN media m ON m.id = f.media_id WHERE f.version_id = product.live_version_id",
        order: "f.position, f.id",
    };
    query.expr_as(variants.in_one(ctx.db.backend()), "variants").expr_as(photos.in_one(ctx.db.backend()), "photos").limit(1);
    let Some(row) = db.query_one(&query).await? else { return former(ctx, slug).await };
    let variants = Rows::read(&row, "variants")?.into_iter();
    let variant = |of: ShownVariant| Variant { name_ar: of.name_ar, name_en: of.name_en, price: Money(of.price), stock: of.stock };
    let photos = Rows::read(&row, "photos")?.into_iter();
    let photo = |of: ShownPhoto| {
        let ShownPhoto { id, address, width, height, color, alt } = of;
        Photo { id: MediaId(id), address, width, height, color, alt }
    };
    let product = offered(product::Model::from_query_result(&row, "A_")?, variants.map(variant).collect());
    let version = version::Model::from_query_result(&row, "B_")?;
    // A suspended family's products are not shown either.
    let family = families::reads::public_name(family::Model::from_query_result(&row, "C_")?, ctx.now).ok_or(AppError::NotFound)?;
    let live = VersionView { id: version.id, state: version.state, photos: photos.map(photo).collect(), what: what_of(version) };
    Ok(FoundProduct::Here(Box::new(ProductView { product, live, family })))
}

/// The address of a product that is on the market, by its number.
pub(super) async fn slug_of(ctx: &Ctx, id: ProductId) -> Result<String, AppError> {
    let row = product::Entity::shown().filter(product::Column::Id.eq(id)).one(ctx.db.read()).await?;
    row.and_then(|row| row.slug).ok_or(AppError::NotFound)
}

async fn former(ctx: &Ctx, slug: &str) -> Result<FoundProduct, AppError> {
    let sql = "SELECT p.slug AS slug FROM product_former_slug f JOIN product p ON p.id = f.product_id WHERE f.slug = $1 AND p.state = 'published' AND NOT p.withheld";
    let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, [slug.into()]);
    let row = ctx.db.read().query_one_raw(statement).await?.ok_or(AppError::NotFound)?;
    let slug: Option<String> = row.try_get("", "slug")?;
    slug.map(FoundProduct::Moved).ok_or(AppError::NotFound)
}

/// The newest products.
pub async fn newest(ctx: &Ctx, most: usize) -> Result<Vec<Card>, AppError> {
    let mut page = search::list(ctx, &Filter { sort: Sort::Newest, ..Filter::default() }).await?;
    page.cards.truncate(most);
    Ok(page.cards)
}

/// What a family has on the market, newest first, at most a hundred.
pub async fn of_family(ctx: &Ctx, family: FamilyId) -> Result<Vec<Card>, AppError> {
    let db = ctx.db.read();
    let most = Expr::cust("(SELECT MAX(x.price) FROM product_variant x WHERE x.product_id = product.id)");
    let products = product::Entity::shown()
        .expr_as(most, "price_most")
        .filter(product::Column::FamilyId.eq(family))
        .order_by_desc(product::Column::PublishedAt)
        .limit(100)
        .into_model::<Offered>()
        .all(db)
        .await?;
    let shown = summaries(db, products.iter().filter_map(|p| p.product.live_version_id).collect()).await?;
    let card = |Offered { product: p, price_most }: Offered| {
        let (title_ar, title_en, photo, alt) = shown.get(&p.live_version_id?).cloned()?;
        Some(Card {
            id: p.id,
            slug: p.slug?,
            title_ar,
            title_en,
            price_from: Money(p.price_from),
            several: price_most.is_some_and(|most| most != p.price_from),
            availability: p.availability,
            sold_out: p.availability.sold_out(p.stock),
            craft: p.craft_code.unwrap_or_default(),
            municipality: p.municipality_code.unwrap_or_default(),
            photo,
            alt,
            // Its page says so once.
            marked: false,
        })
    };
    let mut cards: Vec<Card> = products.into_iter().filter_map(card).collect();
    // What can be had first.
    cards.sort_by_key(|card| card.sold_out);
    Ok(cards)
}

/// A product, and what the dearest of its kinds costs.
#[derive(FromQueryResult)]
struct Offered {
    #[sea_orm(nested)]
    product: product::Model,
    price_most: Option<i64>,
}

type Summary = (String, String, Option<(String, String)>, String);

/// Title and first photo of versions, in three queries however many there are.
async fn summaries<C: ConnectionTrait>(db: &C, ids: Vec<VersionId>) -> Result<HashMap<VersionId, Summary>, AppError> {
    let versions = version::Entity::find().filter(version::Column::Id.is_in(ids.clone())).all(db).await?;
    let firsts = photo::Entity::find().filter(photo::Column::VersionId.is_in(ids)).filter(photo::Column::Position.eq(0)).all(db).await?;
    let known = media::photos(db, firsts.iter().map(|row| row.media_id).collect()).await?;
    let photo_of = |id: VersionId| {
        let row = firsts.iter().find(|row| row.version_id == id)?;
        known.get(&row.media_id).map(|photo| ((photo.address.clone(), photo.color.clone()), row.alt.clone()))
    };
    Ok(versions
        .into_iter()
        .map(|version| {
            let (photo, alt) = photo_of(version.id).map_or((None, String::new()), |(photo, alt)| (Some(photo), alt));
            (version.id, (version.title_ar, version.title_en, photo, alt))
        })
        .collect())
}

/// One's own products, the last changed first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<MineRow>, AppError> {
    let db = ctx.db.read();
    let Some(family) = families::own_family(db, ctx).await? else { return Ok(Vec::new()) };
    let products = product::Entity::find()
        .filter(product::Column::FamilyId.eq(family.id))
        .filter(product::Column::State.ne(ProductState::Retired))
        .order_by_desc(product::Column::ChangedAt)
        .limit(200)
        .all(db)
        .await?;
    let shown = |p: &product::Model| p.live_version_id.or(p.draft_version_id);
    let summaries = summaries(db, products.iter().filter_map(shown).collect()).await?;
    let drafts =
        version::Entity::find().filter(version::Column::Id.is_in(products.iter().filter_map(|p| p.draft_version_id))).all(db).await?;
    let said = casework::said_of(ctx, CaseKind::Product, products.iter().map(|p| p.id.0).collect()).await?;
    let row = |p: product::Model| {
        let summary = shown(&p).and_then(|id| summaries.get(&id)).cloned();
        let (title, _, photo, _) = summary.unwrap_or_default();
        let beside = p.live_version_id.and(p.draft_version_id);
        let pending = beside.and_then(|id| drafts.iter().find(|version| version.id == id)).map(|version| version.state);
        MineRow {
            id: p.id,
            state: p.state,
            title,
            photo,
            slug: p.slug.filter(|_| p.state == ProductState::Published && !p.withheld),
            withheld: p.state == ProductState::Published && p.withheld,
            price_from: Money(p.price_from),
            why: said.get(&p.id.0).cloned().unwrap_or_default(),
            pending,
            changed_at: p.changed_at,
        }
    };
    Ok(products.into_iter().map(row).collect())
}

/// All that one's own family has ever written of its products: each product with its versions, the oldest first.
pub async fn written(ctx: &Ctx) -> Result<Vec<(Product, Vec<VersionView>)>, AppError> {
    let db = ctx.db.read();
    let Some(family) = families::own_family(db, ctx).await? else { return Ok(Vec::new()) };
    let products =
        product::Entity::find().filter(product::Column::FamilyId.eq(family.id)).order_by_asc(product::Column::Id).all(db).await?;
    let ids: Vec<ProductId> = products.iter().map(|row| row.id).collect();
    let versions = version::Entity::find().filter(version::Column::ProductId.is_in(ids.clone())).order_by_asc(version::Column::Number);
    let versions = versions.all(db).await?;
    let mut photos = pictures(db, &versions.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let variants = variant::Entity::find().filter(variant::Column::ProductId.is_in(ids)).order_by_asc(variant::Column::Position);
    let variants = variants.all(db).await?;
    let mut all = Vec::new();
    for row in products {
        let id = row.id;
        let of_it = versions.iter().filter(|version| version.product_id == id).cloned().map(|version| VersionView {
            id: version.id,
            state: version.state,
            photos: photos.remove(&version.id).unwrap_or_default(),
            what: what_of(version),
        });
        let of_it = of_it.collect();
        let offered_as = variants.iter().filter(|variant| variant.product_id == id).cloned().map(variant_of).collect();
        all.push((offered(row, offered_as), of_it));
    }
    Ok(all)
}

/// One's own product with everything, for its steps.
pub async fn own_product(ctx: &Ctx, id: ProductId) -> Result<OwnProduct, AppError> {
    let db = ctx.db.read();
    let family = families::own_family(db, ctx).await?.ok_or(AppError::NotFound)?;
    let query = product::Entity::find_by_id(id).filter(product::Column::FamilyId.eq(family.id));
    let product = query.one(db).await?.filter(|p| p.state != ProductState::Retired).ok_or(AppError::NotFound)?;
    let version = product.draft_version_id.or(product.live_version_id).ok_or(AppError::NotFound)?;
    let open = version_view(db, version).await?;
    let trusted = family.trusted && !casework::stands_taken_back(db, CaseKind::Product, id.0).await?;
    Ok(OwnProduct { product: product_view(db, product).await?, open, trusted })
}

/// A product that its family, whose licence holds, has taken off for a while.
pub async fn paused(ctx: &Ctx, slug: &str) -> Result<Option<Paused>, AppError> {
    let db = ctx.db.read();
    let query = product::Entity::find().filter(product::Column::Slug.eq(slug)).filter(product::Column::Withheld.eq(false));
    let found = query.filter(is(product::Column::State, ProductState::Paused)).find_also_related(version::Entity).one(db).await?;
    let Some((row, Some(live))) = found else { return Ok(None) };
    let family = families::public_names(db, vec![row.family_id], ctx.now).await?.remove(&row.family_id);
    let What { title_ar, title_en, craft, .. } = what_of(live);
    Ok(family.map(|family| Paused { title_ar, title_en, craft, family }))
}

/// How many products are on the market by craft code.
pub async fn counts_by_craft(ctx: &Ctx) -> Result<HashMap<String, i64>, AppError> {
    Ok(search::facets(ctx, &Filter::default()).await?.crafts.into_iter().collect())
}

/// Whether a photo that is not public belongs to a product of the actor's own family (one that was imported has no owner), or of a family
/// within the actor's scope.
pub async fn photo_in_reach(ctx: &Ctx, address: &str) -> Result<bool, AppError> {
    let db = ctx.db.read();
    if ctx.actor.id().is_none() {
        return Ok(false);
    }
    let media = media::keys(db, address, media::Kind::Photo).await?;
    let rows = photo::Entity::find().filter(photo::Column::MediaId.is_in(media)).all(db).await?;
    let versions = version::Entity::find().filter(version::Column::Id.is_in(rows.into_iter().map(|row| row.version_id))).all(db).await?;
    let products =
        product::Entity::find().filter(product::Column::Id.is_in(versions.into_iter().map(|row| row.product_id))).all(db).await?;
    let of: Vec<FamilyId> = products.into_iter().map(|row| row.family_id).collect();
    if families::own_family(db, ctx).await?.is_some_and(|own| of.contains(&own.id)) {
        return Ok(true);
    }
    let scopes = ctx.actor.scopes(Role::DESK);
    Ok(!scopes.is_empty() && families::any_within(db, of, scopes).await?)
}
