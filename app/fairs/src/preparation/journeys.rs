//! How families get to a fair, and where they sleep.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::acts::record;
use crate::applications::entity::attendant;
use crate::applications::reads::guest_rows;
use crate::entity::{application, fair};
use crate::preparation;
use crate::preparation::entity::{ride, rider};
use crate::preparation::refusals;
use crate::preparation::rules::RideKind;
use crate::preparation::types::{Journey, Ride, Rider};
use crate::reach::in_reach;
use crate::rules::FairState;
use crate::types::Application;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Reason};
use ground::ids::{FairApplicationId, FairId, RideId};

/// Adds a bus or a room.
pub async fn add_ride(ctx: &Ctx, id: FairId, kind: RideKind, title: String, capacity: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    ahead(&fair)?;
    // The same form sent twice adds one.
    let twin = ride::Entity::find().filter(ride::Column::FairId.eq(id)).filter(ride::Column::Title.eq(&title));
    if twin.filter(ride::Column::Kind.eq(kind)).one(&*tx).await?.is_some() {
        return Ok(());
    }
    let row =
        ride::ActiveModel { fair_id: Set(id), kind: Set(kind), title: Set(title.clone()), capacity: Set(capacity), ..Default::default() };
    row.insert(&*tx).await?;
    record(&tx, ctx, "fair.ride", id, title).await?;
    Ok(tx.commit().await?)
}

/// Takes a bus or a room away in which nobody has a place.
pub async fn remove_ride(ctx: &Ctx, id: FairId, key: RideId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    ahead(&fair)?;
    if rider::Entity::find().filter(rider::Column::RideId.eq(key)).one(&*tx).await?.is_some() {
        return Err(refusals::RIDE_TAKEN.into());
    }
    ride::Entity::delete_many().filter(ride::Column::Id.eq(key)).filter(ride::Column::FairId.eq(id)).exec(&*tx).await?;
    record(&tx, ctx, "fair.ride", id, format!("without {key}")).await?;
    Ok(tx.commit().await?)
}

fn ahead(fair: &fair::Model) -> Result<(), AppError> {
    if matches!(fair.state, FairState::ResultsPublished | FairState::SetUp | FairState::Running) {
        Ok(())
    } else {
        Err(Reason::NOT_NOW.into())
    }
}

/// Buses and rooms of a fair, places in them, and applications with how many go there.
struct Rows {
    rides: Vec<ride::Model>,
    riders: Vec<rider::Model>,
    guests: Vec<(application::Model, i64)>,
}

async fn rows<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Rows, AppError> {
    let rides = ride::Entity::find().filter(ride::Column::FairId.eq(id)).order_by_asc(ride::Column::Id).all(db).await?;
    let riders = rider::Entity::find().filter(rider::Column::RideId.is_in(rides.iter().map(|row| row.id))).all(db).await?;
    let guests = guest_rows(db, id).await?;
    let people = attendant::Entity::find().filter(attendant::Column::ApplicationId.is_in(guests.iter().map(|row| row.id))).all(db).await?;
    let count = |id: FairApplicationId| people.iter().filter(|row| row.application_id == id).count() as i64;
    Ok(Rows { rides, riders, guests: guests.into_iter().map(|row| (count(row.id), row)).map(|(n, row)| (row, n)).collect() })
}

/// The journeys of a fair.
pub async fn journey<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Journey, AppError> {
    let Rows { rides, riders, guests } = rows(db, id).await?;
    Ok(Journey {
        rides: rides.into_iter().map(Ride::from).collect(),
        riders: riders.into_iter().map(Rider::from).collect(),
        guests: guests.iter().map(|(row, people)| (Application::from(row), *people)).collect(),
    })
}

/// The bus and the room in which one application has places.
pub async fn of<C: ConnectionTrait>(db: &C, key: FairApplicationId) -> Result<Vec<Ride>, AppError> {
    let given = rider::Entity::find().select_only().column(rider::Column::RideId).filter(rider::Column::ApplicationId.eq(key));
    let rides = ride::Entity::find().filter(ride::Column::Id.in_subquery(given.into_query())).order_by_asc(ride::Column::Id);
    Ok(rides.all(db).await?.into_iter().map(Ride::from).collect())
}

/// Gives a family its places in a bus or a room, or takes them away; never more than there are.
pub async fn seat(ctx: &Ctx, id: FairId, key: FairApplicationId, kind: RideKind, to: Option<RideId>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    ahead(&fair)?;
    let found = rows(&*tx, id).await?;
    let (row, people) = found.guests.into_iter().find(|(row, _)| row.id == key).ok_or(AppError::NotFound)?;
    let needed = match kind {
        RideKind::Bus => row.transport.then(|| people.max(1)),
        RideKind::Room => (row.lodging > 0).then_some(row.lodging),
    };
    rider::Entity::delete_by_id((key, kind)).exec(&*tx).await?;
    if let Some(to) = to {
        let needed = needed.ok_or(AppError::NotFound)?;
        let ride = found.rides.iter().find(|ride| ride.id == to && ride.kind == kind).ok_or(AppError::NotFound)?;
        let others = found.riders.iter().filter(|rider| rider.ride_id == to && rider.application_id != key);
        if others.map(|rider| rider.people).sum::<i64>() + needed > ride.capacity {
            return Err(FieldErrors::one(&format!("{}_{key}", kind.code()), refusals::RIDE_FULL).into());
        }
        let new = rider::ActiveModel { application_id: Set(key), kind: Set(kind), ride_id: Set(to), people: Set(needed) };
        rider::Entity::insert(new).exec_without_returning(&*tx).await?;
    }
    preparation::checklist::look(&tx, ctx, &fair, row).await?;
    Ok(tx.commit().await?)
}
