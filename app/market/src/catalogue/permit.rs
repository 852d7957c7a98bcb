//! The health certificate of a family that makes food.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::entity::{product, version};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::ProductId;

/// Number and last day of the certificate that the family of a product, which the actor may see, last wrote into one, if it holds still.
pub async fn known(ctx: &Ctx, beside: ProductId) -> Result<Option<(String, NaiveDate)>, AppError> {
    let db = ctx.db.read();
    let family = product::Entity::find_by_id(beside).select_only().column(product::Column::FamilyId);
    let of_it = product::Entity::find().select_only().column(product::Column::Id);
    let of_it = of_it.filter(product::Column::FamilyId.in_subquery(family.into_query()));
    let query = version::Entity::find()
        .filter(version::Column::ProductId.in_subquery(of_it.into_query()))
        .filter(version::Column::PermitNumber.ne(""))
        .filter(version::Column::PermitExpiresOn.gte(day_in_tripoli(ctx.now)))
        .order_by_desc(version::Column::PermitExpiresOn)
        .order_by_desc(version::Column::Id);
    Ok(query.one(db).await?.and_then(|row| Some((row.permit_number, row.permit_expires_on?))))
}
