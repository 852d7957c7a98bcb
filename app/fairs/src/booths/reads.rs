//! Who has which booth.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::applications::entity::fair_product;
use crate::applications::reads::guest_rows;
use crate::booths::entity::allocation;
use crate::booths::types::{Allocation, Exhibitor, Given, Giver};
use crate::entity::{application, given_booth};
use crate::hall;
use crate::hall::entity::booth;
use crate::rules::application::ApplicationState;
use crate::types::Application;
use ground::error::AppError;
use ground::ids::{FairApplicationId, FairId, FamilyId, ProductId};

/// Booths of a fair that were given.
pub async fn of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<Given>, AppError> {
    let guests: Vec<FairApplicationId> = guest_rows(db, id).await?.iter().map(|row| row.id).collect();
    let rows =
        given_booth::Entity::find().filter(given_booth::Column::ApplicationId.is_in(guests)).order_by_asc(given_booth::Column::BoothId);
    let by = |row: &given_booth::Model| if row.by_hand { Giver::Officer } else { Giver::Allocation };
    let given = |row: given_booth::Model| Given { application: row.application_id, booth: row.booth_id, by: by(&row) };
    Ok(rows.all(db).await?.into_iter().map(given).collect())
}

/// How the allocation of a fair was made, if it was.
pub async fn made<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Option<Allocation>, AppError> {
    Ok(allocation::Entity::find_by_id(id).one(db).await?.map(Allocation::from))
}

/// Whether there is a guide: somebody was told of a booth.
pub async fn guided<C: ConnectionTrait>(db: &C, id: FairId) -> Result<bool, AppError> {
    let shown = ApplicationState::PLACED.into_iter().filter(|state| state.told());
    let of_fair = application::Entity::find().filter(application::Column::FairId.eq(id)).filter(application::Column::State.is_in(shown));
    Ok(of_fair.one(db).await?.is_some())
}

/// The number of the booth that a family was told; empty as long as it was told none.
pub async fn number_of<C: ConnectionTrait>(db: &C, application: &Application) -> Result<String, AppError> {
    if !application.state.told() {
        return Ok(String::new());
    }
    let Some(given) = given_booth::Entity::find_by_id(application.id).one(db).await? else { return Ok(String::new()) };
    Ok(booth::Entity::find_by_id(given.booth_id).one(db).await?.map(|booth| booth.number).unwrap_or_default())
}

/// Who is where, once booths were told.
pub async fn exhibitors<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<Exhibitor>, AppError> {
    let rows = guest_rows(db, id).await?;
    let shown: HashMap<FairApplicationId, application::Model> =
        rows.into_iter().filter(|row| row.state.told()).map(|row| (row.id, row)).collect();
    let booths = booth::Entity::find().filter(booth::Column::FairId.eq(id)).all(db).await?;
    let given = given_booth::Entity::find().filter(given_booth::Column::ApplicationId.is_in(shown.keys().copied())).all(db).await?;
    let with = |given: given_booth::Model| {
        let row = shown.get(&given.application_id)?;
        let booth = booths.iter().find(|booth| booth.id == given.booth_id)?;
        Some(Exhibitor {
            application: row.id,
            family: row.family_id,
            booth: booth.id,
            number: booth.number.clone(),
            part: row.part,
            crafts: row.crafts.clone(),
        })
    };
    let mut all: Vec<Exhibitor> = given.into_iter().filter_map(with).collect();
    all.sort_by_key(|one| (hall::rules::natural(&one.number), one.application.0));
    Ok(all)
}

/// Products that exhibitors bring.
pub async fn brought<C: ConnectionTrait>(db: &C, all: &[Exhibitor]) -> Result<Vec<(FamilyId, ProductId)>, AppError> {
    let rows = fair_product::Entity::find().filter(fair_product::Column::ApplicationId.is_in(all.iter().map(|one| one.application)));
    let rows = rows.order_by_asc(fair_product::Column::ProductId).all(db).await?;
    let whose = |id: FairApplicationId| all.iter().find(|one| one.application == id).map(|one| one.family);
    Ok(rows.into_iter().filter_map(|row| whose(row.application_id).map(|family| (family, row.product_id))).collect())
}
