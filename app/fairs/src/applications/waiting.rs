//! The waiting list: who waits is accepted in order, as long as everyone who takes part has a booth.

use std::collections::HashSet;

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entity::{application, fair};
use crate::hall::placing;
use crate::hall::placing::Guest;
use crate::notices::Notice;
use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::types::Fair;
use crate::{applications, hall, plan};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::AppError;
use ground::states::States;
use people::notifications::tell;

/// Days in which a family says that it comes.
pub const ANSWER_DAYS: u64 = 7;

pub(crate) async fn moved(tx: &Tx, ctx: &Ctx, found: application::Model, by: ApplicationMove) -> Result<application::Model, AppError> {
    let state = found.state.step(by)?;
    let fair = found.fair_id;
    let mut row = found.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    // The published order, and who is where, are everyone's to see.
    tx.changed(fair).await?;
    Ok(row.update(&**tx).await?)
}

/// Accepts those who wait, in their order, as long as everyone who takes part can be placed: kinds, power and half days counted.
/// Every condition is met still, or somebody is passed over. On its first day a fair accepts nobody any more.
pub(crate) async fn fill(tx: &Tx, ctx: &Ctx, fair: &fair::Model) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    if !matches!(fair.state, FairState::ResultsPublished | FairState::SetUp) || fair.starts_on <= today {
        return Ok(0);
    }
    let Some(found) = hall::reads::of(&**tx, fair.id).await? else { return Ok(0) };
    let booths = hall::reads::booths(&found);
    let of_fair = application::Entity::find().filter(application::Column::FairId.eq(fair.id));
    let taken = of_fair.clone().filter(application::Column::State.is_in(ApplicationState::TAKING_PART)).all(&**tx).await?;
    let mut placed: Vec<Guest> = taken.iter().map(guest).collect();
    let waiting = of_fair.filter(application::Column::State.eq(ApplicationState::Waitlisted)).order_by_asc(application::Column::Position);
    let (asks, terms) = (Fair::from(fair).asks(), plan::reads::terms(&**tx, fair.id).await?);
    let mut accepted = 0;
    // As more are placed, nobody who needs what could not be found finds it any more.
    let mut nowhere: HashSet<_> = HashSet::new();
    for row in waiting.order_by_asc(application::Column::Id).all(&**tx).await? {
        let needs = (row.size, row.part, row.power, row.water, row.accessible);
        if nowhere.contains(&needs) {
            continue;
        }
        placed.push(guest(&row));
        let room = placing::all_fit(&placed, &booths);
        if !room {
            nowhere.insert(needs);
        }
        // What a family has become is asked only where there would be room for it.
        let met = room && {
            let (known, _) = applications::reads::applicant(ctx, &**tx, row.family_id).await?;
            applications::rules::unmet(asks, &terms, &known).is_none()
        };
        if !met {
            placed.pop();
            continue;
        }
        accept(tx, ctx, fair, row, today).await?;
        accepted += 1;
    }
    Ok(accepted)
}

/// Accepts one, who has some days to say that it comes; not longer than until the day before the fair.
pub(crate) async fn accept(
    tx: &Tx,
    ctx: &Ctx,
    fair: &fair::Model,
    row: application::Model,
    today: chrono::NaiveDate,
) -> Result<(), AppError> {
    let last = today.checked_add_days(chrono::Days::new(ANSWER_DAYS)).unwrap_or(today);
    let eve = fair.starts_on.pred_opt().unwrap_or(today);
    let last = last.min(eve);
    let (id, applicant) = (row.id, row.applicant_id);
    let row = moved(tx, ctx, row, ApplicationMove::Accept).await?;
    let mut row = row.into_active_model();
    row.answer_by = Set(Some(last));
    row.update(&**tx).await?;
    let notice = Notice::FairAccepted { title: fair.name_ar.clone(), until: last.to_string() };
    tell(tx, ctx, applicant, &notice, &format!("/me/fairs/{id}")).await
}

/// Who is to be placed, as the application says; whether it is food, who gives booths has to say.
pub(crate) fn guest(row: &application::Model) -> Guest {
    Guest {
        key: row.id.0,
        reference: row.reference.clone().unwrap_or_default(),
        kind: row.size,
        halves: row.part.halves(),
        power: row.power,
        water: row.water,
        accessible: row.accessible,
        craft: row.crafts.split(' ').next().unwrap_or_default().to_owned(),
        food: false,
        region: row.region_code.clone(),
    }
}
