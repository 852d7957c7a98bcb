//! An objection (تظلّم) to a result: made within its days, and heard as a case by somebody who had no hand in the result.

use cases::casework::{self, CaseKind, NewCase, Objected, Outcome};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::acts::record;
use crate::applications::reach::own;
use crate::applications::screening::refused_by;
use crate::applications::waiting;
use crate::entity::{application, fair};
use crate::reach::locked;
use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::selection::entity::review;
use crate::selection::proposal;
use crate::selection::rules::{ReviewState, may_object};
use crate::selection::types::Contested;
use crate::types::{Application, Fair};
use crate::words::named;
use cases::committee::{self, SittingKind};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId, PersonId};
use ground::states::States;

/// The objection about an application, if there is one.
pub async fn of<C: ConnectionTrait>(db: &C, id: FairApplicationId) -> Result<Option<Objected>, AppError> {
    Ok(casework::objections_to(db, CaseKind::FairResult, vec![id.0]).await?.remove(&id.0))
}

/// Objections about a fair, those that wait first.
pub async fn of_fair<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<(Objected, Application)>, AppError> {
    let rows = application::Entity::find().filter(application::Column::FairId.eq(id)).all(db).await?;
    let mut found = casework::objections_to(db, CaseKind::FairResult, rows.iter().map(|row| row.id.0).collect()).await?;
    let mut all: Vec<_> = rows.iter().filter_map(|row| Some((found.remove(&row.id.0)?, Application::from(row)))).collect();
    all.sort_by_key(|(made, _)| (!made.open, made.case));
    Ok(all)
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
    let new = NewCase {
        applicant: Some(found.applicant_id),
        words: words.to_owned(),
        deciders: hands(&tx, &found).await?,
        ..NewCase::new(CaseKind::FairResult, id.0, fair.name_ar.clone(), Some(fair.municipality_code.clone()))
    };
    casework::open(&tx, ctx, new).await?;
    record(&tx, ctx, "fair.object", fair.id, found.reference.unwrap_or_default()).await?;
    Ok(tx.commit().await?)
}

/// Who had a hand in what became of an application: screened it, scored it, sat in the committee, called or counted it.
async fn hands(tx: &Tx, found: &application::Model) -> Result<Vec<PersonId>, AppError> {
    let scored = review::Entity::find().select_only().column(review::Column::JurorId).filter(review::Column::ApplicationId.eq(found.id));
    let mut hands: Vec<PersonId> = scored.filter(review::Column::State.eq(ReviewState::Given)).into_tuple().all(&**tx).await?;
    hands.extend(committee::hands(&**tx, SittingKind::Fair, found.fair_id.0).await?);
    hands.extend(found.screened_by);
    hands.extend(refused_by(tx, found.id).await?);
    hands.sort_unstable();
    hands.dedup();
    Ok(hands)
}

/// What an objection is about, for who hears it: its case says who may.
pub async fn contested(ctx: &Ctx, id: FairApplicationId) -> Result<Contested, AppError> {
    let db = ctx.db.read();
    let found = application::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let row = fair::Entity::find_by_id(found.fair_id).one(db).await?.ok_or(AppError::NotFound)?;
    let (fair, application) = (Fair::from(&row), Application::from(&found));
    let names = crate::applications::reads::names(ctx, vec![application.family]).await?;
    let came = proposal::outcome(ctx, &fair, &application).await?;
    Ok(Contested { name: named(ctx.l, &names, application.family), fair, application, came })
}

/// An objection was heard. Upheld, the application comes before all who wait, and is accepted if a booth is free.
pub async fn apply_objection(tx: &Tx, ctx: &Ctx, id: FairApplicationId, outcome: Outcome) -> Result<(), AppError> {
    if outcome == Outcome::Refused {
        return Ok(());
    }
    let known = application::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let fair = locked(tx, known.fair_id).await?;
    let found = application::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    // Upheld when it is too late, it would be right with nothing behind it.
    if !matches!(fair.state, FairState::ResultsPublished | FairState::SetUp) {
        return Err(Reason::NOT_NOW.into());
    }
    if matches!(found.state, ApplicationState::Refused | ApplicationState::Waitlisted) {
        let state = found.state.step(ApplicationMove::Wait)?;
        let mut row = found.into_active_model();
        row.state = state.set();
        row.position = Set(Some(0));
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        waiting::fill(tx, ctx, &fair).await?;
        tx.changed(fair.id).await?;
    }
    Ok(())
}
