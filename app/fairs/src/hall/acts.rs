//! A hall is taken over from another fair.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::hall::entity::{booth, hall, part};
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::FairId;

/// The plan of another fair, for a fair that has none yet.
pub(crate) async fn copy(tx: &Tx, from: FairId, to: FairId) -> Result<(), AppError> {
    let Some(row) = hall::Entity::find_by_id(from).one(&**tx).await? else { return Ok(()) };
    let row = hall::ActiveModel { fair_id: Set(to), ..row.into_active_model().reset_all() };
    hall::Entity::insert(row).exec_without_returning(&**tx).await?;
    for known in booth::Entity::find().filter(booth::Column::FairId.eq(from)).order_by_asc(booth::Column::Id).all(&**tx).await? {
        let row = booth::ActiveModel { id: NotSet, fair_id: Set(to), ..known.into_active_model().reset_all() };
        booth::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    for known in part::Entity::find().filter(part::Column::FairId.eq(from)).order_by_asc(part::Column::Id).all(&**tx).await? {
        let row = part::ActiveModel { id: NotSet, fair_id: Set(to), ..known.into_active_model().reset_all() };
        part::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
