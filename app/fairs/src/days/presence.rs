//! Who is there, day by day, and what happens.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::acts::{go, record};
use crate::applications::reads::{guest_rows, has_goods};
use crate::days::entity::{incident, presence};
use crate::days::refusals;
use crate::days::rules::counts_visitors;
use crate::days::types::Incident;
use crate::entity::{application, fair};
use crate::preparation;
use crate::reach::{STAFF, in_reach};
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::rules::{FairMove, FairState};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId};
use ground::states::States;

/// Which of these were there on a day.
pub async fn present<C: ConnectionTrait>(
    db: &C,
    ids: Vec<FairApplicationId>,
    day: NaiveDate,
) -> Result<BTreeSet<FairApplicationId>, AppError> {
    let there = presence::Entity::find().filter(presence::Column::ApplicationId.is_in(ids));
    let there = there.filter(presence::Column::Day.eq(day)).all(db).await?;
    Ok(there.into_iter().map(|row| row.application_id).collect())
}

/// Notes who is there on a day of the fair, today or before; who is there for the first time is checked in. `seen` is who stood as
/// there when the list was opened: what somebody else noted since stays.
pub async fn note_presence(ctx: &Ctx, id: FairId, day: NaiveDate, there: &BTreeSet<i64>, seen: &BTreeSet<i64>) -> Result<(), AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let mut fair = in_reach(&tx, ctx, id).await?;
    // With the first to come on its first day it has begun, whether the calendar was looked at or not.
    if fair.state == FairState::SetUp && fair.starts_on <= day_in_tripoli(ctx.now) {
        fair = go(&tx, ctx, fair, FairMove::Begin).await?;
    }
    let of_fair = (fair.starts_on..=fair.ends_on).contains(&day);
    if !of_fair || day > day_in_tripoli(ctx.now) || !matches!(fair.state, FairState::Running | FairState::Closed) {
        return Err(refusals::NOT_A_DAY_OF_FAIR.into());
    }
    let guests = guest_rows(&*tx, id).await?;
    let known = present(&*tx, guests.iter().map(|row| row.id).collect(), day).await?;
    for row in guests {
        if row.state == ApplicationState::Confirmed {
            continue;
        }
        if row.applicant_id == me {
            continue;
        }
        if !there.contains(&row.id.0) {
            if seen.contains(&row.id.0) {
                presence::Entity::delete_by_id((row.id, day)).exec(&*tx).await?;
                unmark(&tx, ctx, &fair, row).await?;
            }
            continue;
        }
        let noted = known.contains(&row.id);
        if !noted && seen.contains(&row.id.0) {
            continue;
        }
        if !noted {
            let new = presence::ActiveModel { application_id: Set(row.id), day: Set(day), by_id: Set(me) };
            presence::Entity::insert(new).exec_without_returning(&*tx).await?;
        }
        if let Ok(state) = row.state.step(ApplicationMove::CheckIn) {
            let mut row = row.into_active_model();
            row.state = state.set();
            row.changed_at = Set(ctx.now);
            row.update(&*tx).await?;
        }
    }
    record(&tx, ctx, "fair.presence", id, format!("{day}: {}", there.len())).await?;
    tx.changed(id).await?;
    Ok(tx.commit().await?)
}

/// Who was noted by mistake, on no other day and without goods, is not there yet.
async fn unmark(tx: &Tx, ctx: &Ctx, fair: &fair::Model, row: application::Model) -> Result<(), AppError> {
    let there = presence::Entity::find().filter(presence::Column::ApplicationId.eq(row.id)).one(&**tx).await?.is_some();
    if !there && let Ok(state) = row.state.step(ApplicationMove::CheckOut) {
        if has_goods(&**tx, row.id).await? {
            return Ok(());
        }
        let mut row = row.into_active_model();
        row.state = state.set();
        row.changed_at = Set(ctx.now);
        let row = row.update(&**tx).await?;
        preparation::checklist::look(tx, ctx, fair, row).await?;
    }
    Ok(())
}

/// An officer ends a fair on its last day, or after it, when the last family has left.
pub async fn end(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::Closed {
        return Ok(());
    }
    if fair.ends_on > day_in_tripoli(ctx.now) {
        return Err(refusals::FAIR_GOES_ON.into());
    }
    go(&tx, ctx, fair, FairMove::End).await?;
    Ok(tx.commit().await?)
}

/// Writes down that something happened.
pub async fn add_incident(ctx: &Ctx, id: FairId, words: String) -> Result<(), AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if !matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed) {
        return Err(Reason::NOT_NOW.into());
    }
    let twin = incident::Entity::find().filter(incident::Column::FairId.eq(id)).filter(incident::Column::Words.eq(&words));
    if twin.one(&*tx).await?.is_some() {
        return Ok(());
    }
    let row = incident::ActiveModel { fair_id: Set(id), words: Set(words), by_id: Set(me), at: Set(ctx.now), ..Default::default() };
    row.insert(&*tx).await?;
    Ok(tx.commit().await?)
}

/// What happened, the latest first.
pub async fn incidents<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<Incident>, AppError> {
    let rows = incident::Entity::find().filter(incident::Column::FairId.eq(id)).order_by_desc(incident::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Incident::from).collect())
}

/// Visitors that are counted, at most.
pub(crate) const MOST_VISITORS: i64 = 1_000_000;

/// Writes down how many people came to see a fair so far, while it is held and until it is settled.
pub async fn count_visitors(ctx: &Ctx, id: FairId, visitors: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if !counts_visitors(fair.state) {
        return Err(Reason::NOT_NOW.into());
    }
    let mut row = fair.into_active_model();
    row.visitors = Set(Some(visitors));
    row.update(&*tx).await?;
    record(&tx, ctx, "fair.visitors", id, visitors.to_string()).await?;
    Ok(tx.commit().await?)
}

/// How many people came to see a fair, once somebody counted.
pub async fn visitors<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Option<i64>, AppError> {
    let of_fair = fair::Entity::find_by_id(id).select_only().column(fair::Column::Visitors);
    Ok(of_fair.into_tuple::<Option<i64>>().one(db).await?.flatten())
}
