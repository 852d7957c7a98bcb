//! Criteria, scores and the proposal of a fair.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::applications::reads::sent_rows;
use crate::entity::{application, fair};
use crate::reads::desk_row;
use crate::rules::application::ApplicationState;
use crate::selection::entity::{criterion, proposal, score};
use crate::selection::ordering::{Candidate, Place, Weights};
use crate::selection::types::{Criterion, Mean, Proposed, Reviewed, Selection};
use crate::selection::{objections, ordering};
use crate::types::{Application, Fair};
use crate::words::named;
use crate::{applications, hall};
use cases::casework::Objected;
use cases::committee::{self, SittingKind};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{FairApplicationId, FairId, PersonId};

/// Points of a juror for an application, in the order of criteria.
type ByJuror = HashMap<(FairApplicationId, PersonId), Vec<i64>>;

async fn by_juror<C: ConnectionTrait>(db: &C, ids: Vec<FairApplicationId>) -> Result<ByJuror, AppError> {
    let query = score::Entity::find().filter(score::Column::ApplicationId.is_in(ids));
    let mut all = ByJuror::new();
    for row in query.order_by_asc(score::Column::JurorId).order_by_asc(score::Column::Position).all(db).await? {
        all.entry((row.application_id, row.juror_id)).or_default().push(row.points);
    }
    Ok(all)
}

fn by_application(all: &ByJuror) -> HashMap<FairApplicationId, Vec<Vec<i64>>> {
    let mut of: HashMap<FairApplicationId, Vec<Vec<i64>>> = HashMap::new();
    for ((application, _), points) in all {
        of.entry(*application).or_default().push(points.clone());
    }
    of
}

/// Scores of a fair's applications: points of each juror in the order of criteria.
pub async fn given<C: ConnectionTrait>(db: &C, ids: Vec<FairApplicationId>) -> Result<HashMap<FairApplicationId, Vec<Vec<i64>>>, AppError> {
    Ok(by_application(&by_juror(db, ids).await?))
}

/// What each juror gave on the average, always in the same order and without names.
fn means(all: &ByJuror, criteria: &[Criterion]) -> Vec<Mean> {
    let weights: Vec<i64> = criteria.iter().map(|row| row.weight).collect();
    let mut of: BTreeMap<PersonId, Vec<Vec<i64>>> = BTreeMap::new();
    for ((_, juror), points) in all {
        of.entry(*juror).or_default().push(points.clone());
    }
    of.into_values().map(|given| Mean { scored: given.len(), mean: ordering::score(&given, &weights) }).collect()
}

/// The proposal of a fair in its order.
pub async fn proposals<C: ConnectionTrait>(db: &C, ids: Vec<FairApplicationId>) -> Result<Vec<Proposed>, AppError> {
    let query = proposal::Entity::find().filter(proposal::Column::ApplicationId.is_in(ids));
    Ok(query.order_by_asc(proposal::Column::Place).all(db).await?.into_iter().map(Proposed::from).collect())
}

/// An application that is put in order, with its score and how many fairs its family went to lately.
pub(crate) fn candidate(row: &application::Model, (score, recent): (i64, i64)) -> Candidate {
    Candidate {
        key: row.id.0,
        reference: row.reference.clone().unwrap_or_default(),
        score,
        recent,
        region: row.region_code.clone(),
        craft: row.crafts.split(' ').next().unwrap_or_default().to_owned(),
    }
}

/// Candidates of a fair in the order of its weights and its lots.
pub(crate) fn order(fair: &fair::Model, candidates: &[Candidate]) -> Vec<Place> {
    let weights = Weights { rotation: fair.rotation, balance: fair.balance };
    ordering::propose(candidates, weights, fair.seed.as_deref().unwrap_or_default())
}

/// What the best of those left had at each step of a proposal as it stands: with what each place was compared.
fn compared(fair: &fair::Model, sent: &[application::Model], places: &[Proposed]) -> HashMap<FairApplicationId, i64> {
    let of = |place: &Proposed| {
        let row = sent.iter().find(|row| row.id == place.application)?;
        Some(candidate(row, (place.score, place.recent)))
    };
    let candidates: Vec<Candidate> = places.iter().filter_map(of).collect();
    order(fair, &candidates).into_iter().filter_map(|place| Some((FairApplicationId(place.key), place.next?))).collect()
}

/// Criteria of a fair in order.
pub async fn criteria<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<Criterion>, AppError> {
    let rows = criterion::Entity::find().filter(criterion::Column::FairId.eq(id)).order_by_asc(criterion::Column::Position);
    Ok(rows.all(db).await?.into_iter().map(Criterion::from).collect())
}

/// Rows of applications that jurors have, in the order in which they were begun.
pub(crate) async fn under_review<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<application::Model>, AppError> {
    let of_fair = application::Entity::find().filter(application::Column::FairId.eq(id));
    let reviewed = of_fair.filter(application::Column::State.eq(ApplicationState::UnderReview));
    Ok(reviewed.order_by_asc(application::Column::Id).all(db).await?)
}

/// A selection for the desk. Whose own family applied sees nothing of it before everyone does.
pub async fn selection(ctx: &Ctx, id: FairId) -> Result<Selection, AppError> {
    let (row, reached) = desk_row(ctx, id).await?;
    let db = ctx.db.read();
    let sent = sent_rows(db, id).await?;
    if row.published_on.is_none() && sent.iter().any(|row| Some(row.applicant_id) == ctx.actor.id()) {
        return Err(AppError::NotFound);
    }
    let names = applications::reads::names(ctx, sent.iter().map(|row| row.family_id).collect()).await?;
    let blind = sent.iter().filter(|row| row.blind.is_some());
    let keys: Vec<FairApplicationId> = blind.clone().map(|row| row.id).collect();
    let scores = by_juror(db, keys.clone()).await?;
    let given = by_application(&scores);
    let criteria = criteria(db, id).await?;
    let reviewed = |row: &application::Model| Reviewed {
        application: Application::from(row),
        name: named(ctx.l, &names, row.family_id),
        scores: given.get(&row.id).map_or(0, Vec::len),
    };
    let heard = |(found, application): (Objected, Application)| {
        let name = named(ctx.l, &names, application.family);
        (found, application, name)
    };
    let places = proposals(db, keys).await?;
    Ok(Selection {
        fair: Fair::from(&row),
        reached,
        least_scores: row.least_scores,
        rotation: row.rotation,
        balance: row.balance,
        means: means(&scores, &criteria),
        criteria,
        compared: compared(&row, &sent, &places),
        places,
        reviewed: blind.map(reviewed).collect(),
        room: hall::reads::room(db, id).await?,
        scoring: !committee::ever_called(db, SittingKind::Fair, id.0).await?,
        sitting: committee::standing(db, SittingKind::Fair, id.0).await?,
        objections: objections::of_fair(db, id).await?.into_iter().map(heard).collect(),
    })
}
