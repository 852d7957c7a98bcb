//! Criteria, scores and the proposal of a fair.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::selection::entity::{criterion, proposal, score};
use ground::error::AppError;
use ground::ids::{FairApplicationId, FairId, PersonId};

/// Scores of a fair's applications: points of each juror in the order of criteria.
pub async fn given<C: ConnectionTrait>(db: &C, ids: Vec<FairApplicationId>) -> Result<HashMap<FairApplicationId, Vec<Vec<i64>>>, AppError> {
    let query = score::Entity::find().filter(score::Column::ApplicationId.is_in(ids));
    let rows = query.order_by_asc(score::Column::JurorId).order_by_asc(score::Column::Position).all(db).await?;
    let mut by_juror: HashMap<(FairApplicationId, PersonId), Vec<i64>> = HashMap::new();
    for row in rows {
        by_juror.entry((row.application_id, row.juror_id)).or_default().push(row.points);
    }
    let mut all: HashMap<FairApplicationId, Vec<Vec<i64>>> = HashMap::new();
    for ((application, _), points) in by_juror {
        all.entry(application).or_default().push(points);
    }
    Ok(all)
}

/// The proposal of a fair in its order.
pub async fn proposals<C: ConnectionTrait>(db: &C, ids: Vec<FairApplicationId>) -> Result<Vec<proposal::Model>, AppError> {
    let query = proposal::Entity::find().filter(proposal::Column::ApplicationId.is_in(ids));
    Ok(query.order_by_asc(proposal::Column::Place).all(db).await?)
}

/// Criteria of a fair in order.
pub async fn criteria<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<criterion::Model>, AppError> {
    Ok(criterion::Entity::find().filter(criterion::Column::FairId.eq(id)).order_by_asc(criterion::Column::Position).all(db).await?)
}
