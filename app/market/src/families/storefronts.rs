//! Storefronts by their address and name.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::{family, family_craft};
use super::reads::marked;
use super::rules::FamilyState;
use super::types::{FoundStorefront, Storefront};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::FamilyId;
use ground::sql::is_not;
use ground::text;

/// Whether another family that has not left bears a trade name, or one that reads like it.
pub async fn name_borne<C: ConnectionTrait>(db: &C, name: &str, own: Option<FamilyId>) -> Result<bool, AppError> {
    let same = Condition::any().add(family::Column::TradeName.eq(name)).add(family::Column::Slug.eq(text::slug(name)));
    let others = family::Entity::find().filter(same).filter(is_not(family::Column::State, FamilyState::Left));
    let others = others.filter(family::Column::Id.ne(own.unwrap_or(FamilyId(0))));
    Ok(others.count(db).await? > 0)
}

/// A storefront by its address; only of families whose licence holds.
pub async fn storefront(ctx: &Ctx, slug: &str) -> Result<FoundStorefront, AppError> {
    let query = family::Entity::find().filter(family::Column::Slug.eq(slug)).filter(family::licensed(day_in_tripoli(ctx.now)));
    let Some(family) = query.one(ctx.db.read()).await? else { return former(ctx, slug).await };
    let crafts = family_craft::Entity::find().filter(family_craft::Column::FamilyId.eq(family.id)).all(ctx.db.read()).await?;
    Ok(FoundStorefront::Here(Storefront {
        id: family.id,
        slug: slug.to_owned(),
        marked: marked(family.marked_until, ctx.now),
        trade_name: family.trade_name,
        trade_name_en: family.trade_name_en,
        municipality: family.municipality_code.unwrap_or_default(),
        crafts: crafts.into_iter().map(|row| row.craft_code).collect(),
        story: if family.show_story { family.story } else { String::new() },
    }))
}

/// The address of a storefront, by the number of its family; only while its licence holds.
pub(crate) async fn slug_of(ctx: &Ctx, id: FamilyId) -> Result<String, AppError> {
    let query = family::Entity::find().filter(family::Column::Id.eq(id)).filter(family::licensed(day_in_tripoli(ctx.now)));
    query.one(ctx.db.read()).await?.and_then(|row| row.slug).ok_or(AppError::NotFound)
}

async fn former(ctx: &Ctx, slug: &str) -> Result<FoundStorefront, AppError> {
    let sql = "SELECT x.slug AS slug FROM family_former_slug f JOIN family x ON x.id = f.family_id \
               WHERE f.slug = $1 AND x.state = 'approved' AND x.licence_expires_on >= $2";
    let statement = sea_orm::Statement::from_sql_and_values(ctx.db.backend(), sql, [slug.into(), day_in_tripoli(ctx.now).into()]);
    let row = ctx.db.read().query_one_raw(statement).await?.ok_or(AppError::NotFound)?;
    let slug: Option<String> = row.try_get("", "slug")?;
    slug.map(FoundStorefront::Moved).ok_or(AppError::NotFound)
}
