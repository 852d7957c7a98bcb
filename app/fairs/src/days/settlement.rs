//! Accounts of families after a fair.

use cases::casework;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Select};

use crate::acts::{go, record};
use crate::applications;
use crate::applications::reads::{guest_rows, has_goods};
use crate::days::entity::settlement;
use crate::days::goods;
use crate::days::refusals;
use crate::days::rules::may_be_missed;
use crate::days::types::{Settled, SettlementForm, sales};
use crate::entity::application;
use crate::reach::{STAFF, in_reach};
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::rules::{FairMove, FairState};
use crate::types::Application;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId};
use ground::states::States;

/// Closes the accounts of a family after the fair, by a signed sheet: what was brought is accounted for, or sales are said by
/// hand.
pub async fn settle(ctx: &Ctx, key: FairApplicationId, form: SettlementForm) -> Result<FairId, AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let (fair, row) = applications::reach::in_reach(&tx, ctx, key).await?;
    if row.state == ApplicationState::ClosedOut {
        return Ok(fair.id);
    }
    let state = row.state.step(ApplicationMove::CloseOut).ok().filter(|_| fair.state == FairState::Closed).ok_or(Reason::NOT_NOW)?;
    if row.applicant_id == me {
        return Err(casework::OWN_CASE.into());
    }
    let known = goods::custody_of(&*tx, key).await?;
    let open = known.iter().any(|line| line.left() != 0);
    if form.by_hand.is_none() && (open || known.is_empty()) {
        return Err(refusals::GOODS_OPEN.into());
    }
    let total = form.by_hand.unwrap_or_else(|| sales(&known));
    let new = settlement::ActiveModel {
        application_id: Set(key),
        sales: Set(total.0),
        by_hand: Set(form.by_hand.is_some()),
        words: Set(form.words),
        signed_by: Set(form.signed_by),
        settled_by: Set(me),
        at: Set(ctx.now),
    };
    settlement::Entity::insert(new).exec_without_returning(&*tx).await?;
    let mut row = row.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    record(&tx, ctx, "fair.settle", fair.id, format!("{key}: {}", ground::money::plain(total))).await?;
    tx.commit().await?;
    Ok(fair.id)
}

/// A family with a booth never came: that is said on the last day or after it.
pub async fn miss(ctx: &Ctx, key: FairApplicationId) -> Result<FairId, AppError> {
    let tx = ctx.begin().await?;
    let (fair, row) = applications::reach::in_reach(&tx, ctx, key).await?;
    if row.state == ApplicationState::NoShow {
        return Ok(fair.id);
    }
    if !may_be_missed((fair.state, fair.ends_on), row.state, day_in_tripoli(ctx.now)) {
        return Err(Reason::NOT_NOW.into());
    }
    let state = row.state.step(ApplicationMove::Miss)?;
    if has_goods(&*tx, key).await? {
        return Err(refusals::GOODS_OPEN.into());
    }
    if Some(row.applicant_id) == ctx.actor.id() {
        return Err(casework::OWN_CASE.into());
    }
    let mut row = row.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    record(&tx, ctx, "fair.miss", fair.id, key.to_string()).await?;
    tx.changed(fair.id).await?;
    tx.commit().await?;
    Ok(fair.id)
}

/// The fair itself is settled once every family's accounts are.
pub async fn close(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::Settled {
        return Ok(());
    }
    let open = |row: &application::Model| {
        !matches!(row.state, ApplicationState::ClosedOut | ApplicationState::NoShow | ApplicationState::Confirmed)
    };
    if guest_rows(&*tx, id).await?.iter().any(open) {
        return Err(refusals::ACCOUNTS_OPEN.into());
    }
    go(&tx, ctx, fair, FairMove::Settle).await?;
    Ok(tx.commit().await?)
}

fn with_booth(id: FairId) -> Select<application::Entity> {
    let states = [
        ApplicationState::BoothAllocated,
        ApplicationState::Ready,
        ApplicationState::CheckedIn,
        ApplicationState::ClosedOut,
        ApplicationState::NoShow,
    ];
    application::Entity::find().filter(application::Column::FairId.eq(id)).filter(application::Column::State.is_in(states))
}

/// The application of one who has a booth.
pub async fn account<C: ConnectionTrait>(db: &C, id: FairId, key: FairApplicationId) -> Result<Application, AppError> {
    let row = with_booth(id).filter(application::Column::Id.eq(key)).one(db).await?.ok_or(AppError::NotFound)?;
    Ok(Application::from(&row))
}

/// Accounts of everyone who has a booth.
pub async fn accounts<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<(Application, Option<Settled>)>, AppError> {
    let rows = with_booth(id).order_by_asc(application::Column::Id).all(db).await?;
    let known = settlement::Entity::find().filter(settlement::Column::ApplicationId.is_in(rows.iter().map(|row| row.id))).all(db).await?;
    let of = |id: FairApplicationId| known.iter().find(|row| row.application_id == id).cloned().map(Settled::from);
    Ok(rows.iter().map(|row| (Application::from(row), of(row.id))).collect())
}
