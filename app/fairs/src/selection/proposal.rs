//! The proposal: scores, who went lately, and how the order came about.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::acts::record;
use crate::entity::{application, fair};
use crate::reach::{in_reach, not_mine};
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::selection::entity::{proposal, review};
use crate::selection::jury::{scorable, stale};
use crate::selection::ordering;
use crate::selection::ordering::Candidate;
use crate::selection::ordering::LATELY_MONTHS;
use crate::selection::reads::{candidate, criteria, given, order, proposals, under_review};
use crate::selection::refusals;
use crate::selection::rules::ReviewState;
use crate::selection::types::Outcome;
use crate::types::{Application, Fair};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{FairApplicationId, FairId, FamilyId};

/// How many fairs each family went to within the last months before a day, or that end on it.
async fn recent<C: ConnectionTrait>(db: &C, today: NaiveDate, families: Vec<FamilyId>) -> Result<HashMap<FamilyId, i64>, AppError> {
    let since = today.checked_sub_months(Months::new(LATELY_MONTHS)).unwrap_or(today);
    let past = fair::Entity::find()
        .filter(fair::Column::EndsOn.lte(today))
        .filter(fair::Column::EndsOn.gte(since))
        .filter(fair::Column::State.ne(FairState::Cancelled));
    let past: Vec<FairId> = past.all(db).await?.into_iter().map(|fair| fair.id).collect();
    let went = application::Entity::find()
        .filter(application::Column::FairId.is_in(past))
        .filter(application::Column::FamilyId.is_in(families))
        .filter(application::Column::State.is_in([
            ApplicationState::BoothAllocated,
            ApplicationState::Ready,
            ApplicationState::CheckedIn,
            ApplicationState::ClosedOut,
        ]));
    let mut count: HashMap<FamilyId, i64> = HashMap::new();
    for row in went.all(db).await? {
        *count.entry(row.family_id).or_default() += 1;
    }
    Ok(count)
}

/// An officer has the proposal made from the scores; made again, it is made anew.
pub async fn propose(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    scorable(&tx, &fair).await?;
    not_mine(&*tx, id, ctx.actor.person()?.id).await?;
    let rows = under_review(&*tx, id).await?;
    let scores = given(&*tx, rows.iter().map(|row| row.id).collect()).await?;
    // Where nobody else can be asked, those who are asked suffice.
    let asked = review::Entity::find().filter(review::Column::ApplicationId.is_in(rows.iter().map(|row| row.id))).all(&*tx).await?;
    let can = |id: FairApplicationId| asked.iter().filter(|row| row.application_id == id && row.state != ReviewState::Tied).count();
    let enough = |row: &application::Model| {
        let given = scores.get(&row.id).map_or(0, Vec::len) as i64;
        given > 0 && given >= fair.least_scores.min(can(row.id) as i64)
    };
    if rows.is_empty() || !rows.iter().all(enough) {
        return Err(refusals::NOT_SCORED.into());
    }
    let weights: Vec<i64> = criteria(&*tx, id).await?.iter().map(|row| row.weight).collect();
    let went = recent(&*tx, day_in_tripoli(ctx.now), rows.iter().map(|row| row.family_id).collect()).await?;
    let known = |row: &application::Model| {
        let score = ordering::score(scores.get(&row.id).map_or(&[], Vec::as_slice), &weights);
        (score, went.get(&row.family_id).copied().unwrap_or_default())
    };
    let candidates: Vec<Candidate> = rows.iter().map(|row| candidate(row, known(row))).collect();
    let places = order(&fair, &candidates);
    stale(&tx, id).await?;
    for (n, place) in (1..).zip(places) {
        let row = proposal::ActiveModel {
            application_id: Set(FairApplicationId(place.key)),
            place: Set(n),
            score: Set(place.score),
            recent: Set(place.recent),
            rotation: Set(place.rotation),
            balance: Set(place.balance),
            total: Set(place.total),
        };
        proposal::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    record(&tx, ctx, "fair.propose", id, format!("{} applications", rows.len())).await?;
    Ok(tx.commit().await?)
}

/// How one's own result came about; nothing before results are published.
pub async fn outcome(ctx: &Ctx, fair: &Fair, application: &Application) -> Result<Option<Outcome>, AppError> {
    if fair.published_on.is_none() || application.blind.is_none() {
        return Ok(None);
    }
    let db = ctx.db.read();
    let id = application.id;
    let scores = given(db, vec![id]).await?.remove(&id).unwrap_or_default();
    let mean = |at: usize| scores.iter().filter_map(|points| points.get(at)).sum::<i64>() * 10 / (scores.len().max(1) as i64);
    let criteria = criteria(db, fair.id).await?;
    let criteria = criteria.into_iter().enumerate().map(|(at, row)| (row.title, row.weight, mean(at))).collect();
    Ok(Some(Outcome { criteria, place: proposals(db, vec![id]).await?.pop() }))
}
