//! The health certificate of a family that makes food.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::entity::{product, version};
use crate::families;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;

/// Number and last day of the certificate that the family of the actor last wrote into a product, if it holds still.
pub async fn known(ctx: &Ctx) -> Result<Option<(String, NaiveDate)>, AppError> {
    let db = ctx.db.read();
    let Some(family) = families::own_family(db, ctx).await? else { return Ok(None) };
    let of_it = product::Entity::find().select_only().column(product::Column::Id).filter(product::Column::FamilyId.eq(family.id));
    let query = version::Entity::find()
        .filter(version::Column::ProductId.in_subquery(of_it.into_query()))
        .filter(version::Column::PermitNumber.ne(""))
        .filter(version::Column::PermitExpiresOn.gte(day_in_tripoli(ctx.now)))
        .order_by_desc(version::Column::PermitExpiresOn)
        .order_by_desc(version::Column::Id);
    Ok(query.one(db).await?.and_then(|row| Some((row.permit_number, row.permit_expires_on?))))
}
