//! An objection (تظلّم) about a result: made within its days, heard by somebody who had no hand in the result.

use cases::casework;
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QuerySelect, QueryTrait,
};

use crate::acts::record;
use crate::applications;
use crate::applications::reach::own;
use crate::applications::waiting;
use crate::entity::application;
use crate::notices::Notice;
use crate::reach::STAFF;
use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::selection::entity::{objection, review};
use crate::selection::rules::{ObjectionState, Ruling, may_object};
use crate::selection::types::Objection;
use crate::types::{Application, Fair};
use cases::committee::{self, SittingKind};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId, PersonId};
use ground::states::States;
use people::notifications::tell;

/// The objection about an application, if there is one.
pub async fn of<C: ConnectionTrait>(db: &C, id: FairApplicationId) -> Result<Option<Objection>, AppError> {
    Ok(objection::Entity::find_by_id(id).one(db).await?.map(Objection::from))
}

/// Objections about a fair, those that wait first.
pub async fn of_fair<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<(Objection, Application)>, AppError> {
    let rows = application::Entity::find().filter(application::Column::FairId.eq(id)).all(db).await?;
    let found = objection::Entity::find().filter(objection::Column::ApplicationId.is_in(rows.iter().map(|row| row.id))).all(db).await?;
    let of = |id: FairApplicationId| rows.iter().find(|row| row.id == id).map(Application::from);
    let with = |found: objection::Model| of(found.application_id).map(|row| (Objection::from(found), row));
    let mut all: Vec<_> = found.into_iter().filter_map(with).collect();
    all.sort_by_key(|(found, _)| (found.state != ObjectionState::Open, found.at));
    Ok(all)
}

/// How many objections to results of each fair in the actor's reach wait to be heard, and since when the first of them does.
pub(crate) async fn to_hear(ctx: &Ctx) -> Result<Vec<(FairId, i64, DateTime<Utc>)>, AppError> {
    let about = objection::Entity::belongs_to(application::Entity).from(objection::Column::ApplicationId).to(application::Column::Id);
    let waiting = objection::Entity::find()
        .select_only()
        .column(application::Column::FairId)
        .column_as(objection::Column::ApplicationId.count(), "n")
        .column_as(objection::Column::At.min(), "since")
        .join(JoinType::InnerJoin, about.into())
        .filter(objection::Column::State.eq(ObjectionState::Open))
        .filter(application::Column::FairId.in_subquery(applications::reads::open_in_reach(ctx).into_query()))
        .group_by(application::Column::FairId);
    Ok(waiting.into_tuple().all(ctx.db.read()).await?)
}

/// One's own family objects to the result, once.
pub async fn object(ctx: &Ctx, id: FairApplicationId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = own(&tx, ctx, id).await?;
    if of(&*tx, id).await?.is_some() {
        return Ok(());
    }
    if !may_object(&Fair::from(&fair), found.state, day_in_tripoli(ctx.now)) {
        return Err(casework::OBJECTION_TOO_LATE.into());
    }
    let row = objection::ActiveModel {
        application_id: Set(id),
        words: Set(words.to_owned()),
        state: ObjectionState::first().set(),
        at: Set(ctx.now),
        heard_by: Set(None),
        reason: Set(String::new()),
        heard_at: Set(None),
    };
    objection::Entity::insert(row).exec_without_returning(&*tx).await?;
    record(&tx, ctx, "fair.object", fair.id, found.reference.unwrap_or_default()).await?;
    Ok(tx.commit().await?)
}

/// Whether somebody had a hand in what became of an application: screened it, scored it, sat in the committee or called it.
async fn had_a_hand(tx: &Tx, who: PersonId, found: &application::Model) -> Result<bool, AppError> {
    let scored = review::Entity::find_by_id((found.id, who)).one(&**tx).await?.is_some();
    let sat = committee::hands(&**tx, SittingKind::Fair, found.fair_id.0).await?.contains(&who);
    Ok(scored || sat || found.screened_by == Some(who) || found.applicant_id == who)
}

/// Somebody else hears an objection. Upheld, the application comes before all who wait, and is accepted if a booth is free.
pub async fn hear(ctx: &Ctx, id: FairApplicationId, ruling: Ruling, words: &str) -> Result<FairId, AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let (fair, found) = applications::reach::in_reach(&tx, ctx, id).await?;
    let heard = objection::Entity::find_by_id(id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    if heard.state != ObjectionState::Open {
        return Ok(fair.id);
    }
    if had_a_hand(&tx, me, &found).await? {
        return Err(casework::DECIDED_BEFORE.into());
    }
    // Upheld when it is too late, it would be right with nothing behind it.
    if ruling == Ruling::Upheld && !matches!(fair.state, FairState::ResultsPublished | FairState::SetUp) {
        return Err(Reason::NOT_NOW.into());
    }
    let state = heard.state.step(ruling)?;
    let mut row = heard.into_active_model();
    row.state = state.set();
    row.heard_by = Set(Some(me));
    row.reason = Set(words.to_owned());
    row.heard_at = Set(Some(ctx.now));
    row.update(&*tx).await?;
    let (applicant, reference) = (found.applicant_id, found.reference.clone().unwrap_or_default());
    if ruling == Ruling::Upheld && matches!(found.state, ApplicationState::Refused | ApplicationState::Waitlisted) {
        let state = found.state.step(ApplicationMove::Wait)?;
        let mut row = found.into_active_model();
        row.state = state.set();
        row.position = Set(Some(0));
        row.changed_at = Set(ctx.now);
        row.update(&*tx).await?;
        waiting::fill(&tx, ctx, &fair).await?;
        tx.changed(fair.id).await?;
    }
    let notice = Notice::FairObjectionHeard { title: fair.name_ar.clone(), words: words.to_owned() };
    tell(&tx, ctx, applicant, &notice, &format!("/me/fairs/{id}")).await?;
    record(&tx, ctx, "fair.hear", fair.id, format!("{reference} {}", state.code())).await?;
    tx.commit().await?;
    Ok(fair.id)
}
