//! How many of each product a family packs.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use crate::applications::entity::fair_product;
use crate::applications::reach::own;
use crate::preparation::rules::may_pack;
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, ProductId};

/// One's own family says how many of each product it packs, of those that it shows, until it is at the fair.
pub async fn pack(ctx: &Ctx, id: FairApplicationId, packed: &[(ProductId, i64)]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, row) = own(&tx, ctx, id).await?;
    if !may_pack(fair.state, row.state) {
        return Err(Reason::NOT_NOW.into());
    }
    for (product, n) in packed {
        let found = fair_product::Entity::find_by_id((id, *product)).one(&*tx).await?.ok_or(AppError::NotFound)?;
        let mut line = found.into_active_model();
        line.packed = Set(*n);
        line.update(&*tx).await?;
    }
    Ok(tx.commit().await?)
}
