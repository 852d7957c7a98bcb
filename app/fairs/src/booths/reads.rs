//! Who has which booth.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement};

use crate::applications::entity::fair_product;
use crate::applications::reads::guest_rows;
use crate::booths::entity::allocation;
use crate::booths::types::{Allocation, Exhibitor, Given, Giver};
use crate::entity::{application, given_booth};
use crate::hall;
use crate::hall::entity::booth;
use crate::rules::application::{ApplicationState, DayPart};
use crate::types::Application;
use ground::error::AppError;
use ground::ids::{BoothId, FairApplicationId, FairId, FamilyId, ProductId};

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
    let given = given_booth::Entity::find().select_only().column(given_booth::Column::BoothId);
    let given = given.filter(given_booth::Column::ApplicationId.eq(application.id)).into_query();
    let number = booth::Entity::find().select_only().column(booth::Column::Number).filter(booth::Column::Id.in_subquery(given));
    Ok(number.into_tuple().one(db).await?.unwrap_or_default())
}

#[derive(FromQueryResult)]
struct Shown {
    application: FairApplicationId,
    family: FamilyId,
    name_ar: String,
    name_en: String,
    slug: Option<String>,
    booth: BoothId,
    number: String,
    part: DayPart,
    crafts: String,
}

/// Who is where, once booths were told, by number. Who left, or whose licence does not hold, is not among them.
pub async fn exhibitors<C: ConnectionTrait>(db: &C, id: FairId, today: NaiveDate) -> Result<Vec<Exhibitor>, AppError> {
    let told: Vec<&str> = ApplicationState::PLACED.iter().filter(|state| state.told()).map(|state| state.code()).collect();
    let sql = format!(
        "SELECT a.id AS application, a.family_id AS family, f.trade_name AS name_ar, f.trade_name_en AS name_en, f.slug, \
         b.id AS booth, b.number, a.part, a.crafts FROM fair_application a JOIN stand s ON s.application_id = a.id \
         JOIN booth b ON b.id = s.booth_id JOIN family f ON f.id = a.family_id \
         WHERE a.fair_id = $1 AND f.state = 'approved' AND f.licence_expires_on >= $2 AND a.state IN ('{}')",
        told.join("', '")
    );
    let rows =
        Shown::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into(), today.into()])).all(db).await?;
    let exhibitor = |row: Shown| {
        let Shown { application, family, name_ar, name_en, slug, booth, number, part, crafts } = row;
        Exhibitor { application, family, name_ar, name_en, slug: slug.unwrap_or_default(), booth, number, part, crafts }
    };
    let mut all: Vec<Exhibitor> = rows.into_iter().map(exhibitor).collect();
    all.sort_by_cached_key(|one| (hall::rules::natural(&one.number), one.application.0));
    Ok(all)
}

/// Products that exhibitors bring.
pub async fn brought<C: ConnectionTrait>(db: &C, all: &[Exhibitor]) -> Result<Vec<(FamilyId, ProductId)>, AppError> {
    let whose: HashMap<FairApplicationId, FamilyId> = all.iter().map(|one| (one.application, one.family)).collect();
    let rows = fair_product::Entity::find().filter(fair_product::Column::ApplicationId.is_in(whose.keys().copied()));
    let rows = rows.order_by_asc(fair_product::Column::ProductId).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| whose.get(&row.application_id).map(|family| (*family, row.product_id))).collect())
}
