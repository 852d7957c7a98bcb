//! The jury: who scores what, without names.

use cases::casework;
use std::collections::{BTreeSet, HashMap};

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::acts::{go, record};
use crate::applications;
use crate::applications::entity::fair_product;
use crate::entity::{application, fair};
use crate::notices::Notice;
use crate::reach::{READERS, in_reach, locked, not_mine};
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::rules::{FairMove, FairState};
use crate::selection::entity::{criterion, review, score};
use crate::selection::reads::{criteria, given, under_review};
use crate::selection::refusals;
use crate::selection::rules::{JURORS, ReviewMove, ReviewState, Rules};
use crate::selection::types::{Before, Blind};
use crate::types::{Application, Fair};
use cases::committee::{self, SittingKind};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{FairApplicationId, FairId, PersonId, ProductId};
use ground::lots;
use ground::states::{States, Step};
use market::catalogue;
use people::accounts;
use people::notifications::tell;

/// Another score, another proposal: the one that was made holds no longer.
pub(crate) async fn stale(tx: &Tx, id: FairId) -> Result<(), AppError> {
    let sql = "DELETE FROM fair_proposal WHERE application_id IN (SELECT id FROM fair_application WHERE fair_id = $1)";
    tx.run(sql, vec![id.into()]).await?;
    Ok(())
}

/// Jurors are given what was sent: under numbers drawn by lot, each application to the same number of them, evenly, and never to
/// somebody whose own it is.
pub async fn begin_review(ctx: &Ctx, id: FairId, rules: Rules) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::Reviewing {
        return Ok(());
    }
    let rows = applications::reads::sent_rows(&*tx, id).await?;
    let open = |row: &application::Model| row.state == ApplicationState::Submitted || Application::from(row).proposed_refusal().is_some();
    if rows.iter().any(open) {
        return Err(refusals::NOT_SCREENED.into());
    }
    let mut screened: Vec<application::Model> = rows.into_iter().filter(|row| row.state == ApplicationState::Screened).collect();
    if screened.is_empty() {
        return Err(committee::NOBODY_THERE.into());
    }
    let applicants: BTreeSet<PersonId> = screened.iter().map(|row| row.applicant_id).collect();
    let jurors = accounts::staff_in_scope(ctx, JURORS, Some(&fair.municipality_code)).await?;
    not_mine(&*tx, id, ctx.actor.person()?.id).await?;
    // Who knows whose an application is does not score it: applicants, who screened, and who reads the desk's pages.
    let readers = accounts::staff_in_scope(ctx, READERS, Some(&fair.municipality_code)).await?;
    let known: BTreeSet<PersonId> =
        screened.iter().filter_map(|row| row.screened_by).chain(readers.into_iter().map(|person| person.id)).chain(applicants).collect();
    let jurors: Vec<PersonId> = jurors.into_iter().map(|person| person.id).filter(|person| !known.contains(person)).collect();
    if (jurors.len() as i64) < rules.least_scores {
        return Err(committee::NO_COMMITTEE.into());
    }
    for (position, (title, weight)) in (1..).zip(&rules.criteria) {
        let row = criterion::ActiveModel { fair_id: Set(id), position: Set(position), title: Set(title.clone()), weight: Set(*weight) };
        criterion::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    let seed = lots::seed();
    // Numbers in an order that tells nothing of when, or whose.
    let secret = lots::seed();
    screened.sort_by_key(|row| lots::lot(&secret, row.reference.as_deref().unwrap_or_default()));
    let mut load: HashMap<PersonId, usize> = HashMap::new();
    for (number, row) in (1..).zip(screened) {
        let (key, state) = (row.id, row.state.step(ApplicationMove::Review)?);
        let mut row = row.into_active_model();
        row.state = state.set();
        row.blind = Set(Some(number));
        row.changed_at = Set(ctx.now);
        row.update(&*tx).await?;
        let mut free = jurors.clone();
        free.sort_by_key(|juror| (load.get(juror).copied().unwrap_or_default(), *juror));
        for juror in free.into_iter().take(usize::try_from(rules.least_scores).unwrap_or_default()) {
            *load.entry(juror).or_default() += 1;
            ask(&tx, ctx, key, juror).await?;
        }
    }
    let (title, jurors) = (fair.name_ar.clone(), load.into_keys().collect::<Vec<_>>());
    let mut row = go(&tx, ctx, fair, FairMove::Review).await?.into_active_model();
    row.least_scores = Set(rules.least_scores);
    row.rotation = Set(rules.rotation);
    row.balance = Set(rules.balance);
    row.seed = Set(Some(seed));
    row.update(&*tx).await?;
    for juror in jurors {
        tell(&tx, ctx, juror, &Notice::FairToScore { title: title.clone() }, &format!("/committee/fairs/{id}")).await?;
    }
    Ok(tx.commit().await?)
}

async fn ask(tx: &Tx, ctx: &Ctx, application: FairApplicationId, juror: PersonId) -> Result<(), AppError> {
    let row = review::ActiveModel {
        application_id: Set(application),
        juror_id: Set(juror),
        state: ReviewState::first().set(),
        words: Set(String::new()),
        at: Set(ctx.now),
    };
    review::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// A fair for one of its jurors, with what the juror is asked to score.
pub async fn to_score(ctx: &Ctx, id: FairId) -> Result<(Fair, Vec<Blind>), AppError> {
    let me = ctx.actor.staff(JURORS)?.id;
    let db = ctx.db.read();
    let fair = fair::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let rows = application::Entity::find().filter(application::Column::FairId.eq(id)).all(db).await?;
    let asked = review::Entity::find()
        .filter(review::Column::JurorId.eq(me))
        .filter(review::Column::ApplicationId.is_in(rows.iter().map(|row| row.id)))
        .all(db)
        .await?;
    if asked.is_empty() {
        return Err(AppError::NotFound);
    }
    let number = |id: FairApplicationId| rows.iter().find(|row| row.id == id).and_then(|row| row.blind);
    let mut all: Vec<Blind> =
        asked.into_iter().filter_map(|row| number(row.application_id).map(|number| Blind { number, state: row.state })).collect();
    all.sort_by_key(|blind| blind.number);
    Ok((Fair::from(&fair), all))
}

/// Numbers that a juror has still to score.
pub async fn asked(ctx: &Ctx, id: FairId) -> Result<Vec<i64>, AppError> {
    let (_, all) = to_score(ctx, id).await?;
    Ok(all.into_iter().filter(|blind| blind.state == ReviewState::Asked).map(|blind| blind.number).collect())
}

/// Fairs that a juror is asked to score for, while they are reviewed.
pub async fn jury_of(ctx: &Ctx) -> Result<Vec<Fair>, AppError> {
    let me = ctx.actor.staff(JURORS)?.id;
    let db = ctx.db.read();
    let asked = review::Entity::find().filter(review::Column::JurorId.eq(me)).all(db).await?;
    let rows =
        application::Entity::find().filter(application::Column::Id.is_in(asked.iter().map(|row| row.application_id))).all(db).await?;
    let keys: BTreeSet<i64> = rows.iter().map(|row| row.fair_id.0).collect();
    let query = fair::Entity::find().filter(fair::Column::Id.is_in(keys)).filter(fair::Column::State.eq(FairState::Reviewing));
    Ok(query.order_by_asc(fair::Column::StartsOn).all(db).await?.iter().map(Fair::from).collect())
}

/// One application by its number, for a juror who is asked to score it.
pub async fn before<C: ConnectionTrait>(ctx: &Ctx, db: &C, id: FairId, number: i64) -> Result<Before, AppError> {
    let me = ctx.actor.staff(JURORS)?.id;
    let fair = fair::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let query = application::Entity::find().filter(application::Column::FairId.eq(id)).filter(application::Column::Blind.eq(number));
    let application = query.one(db).await?.ok_or(AppError::NotFound)?;
    let asked = review::Entity::find_by_id((application.id, me)).one(db).await?.ok_or(AppError::NotFound)?;
    let given =
        score::Entity::find().filter(score::Column::ApplicationId.eq(application.id)).filter(score::Column::JurorId.eq(me)).all(db).await?;
    let points = |position: i64| given.iter().find(|row| row.position == position).map(|row| row.points);
    let criteria = criteria(db, id).await?.into_iter().map(|row| (points(row.position), row)).map(|(points, row)| (row, points)).collect();
    Ok(Before { fair: Fair::from(&fair), application: application.id, state: asked.state, words: asked.words, criteria })
}

/// What is shown in an application before a juror.
pub async fn shown<C: ConnectionTrait>(db: &C, seen: &Before) -> Result<Vec<ProductId>, AppError> {
    let query = fair_product::Entity::find().filter(fair_product::Column::ApplicationId.eq(seen.application));
    Ok(query.all(db).await?.into_iter().map(|row| row.product_id).collect())
}

/// Where the nth photo of what a juror is asked to look at is kept. The page names it by its place: where else it stands, the market
/// among it, would say whose it is.
pub async fn blind_photo(ctx: &Ctx, id: FairId, number: i64, at: usize) -> Result<String, AppError> {
    let db = ctx.db.read();
    let seen = before(ctx, db, id, number).await?;
    let exhibits = catalogue::exhibits(db, shown(db, &seen).await?).await?;
    exhibits.into_iter().flat_map(|one| one.photos).nth(at).map(|photo| photo.address).ok_or(AppError::NotFound)
}

/// A juror scores; until a proposal goes to the committee it can be changed.
pub async fn give(ctx: &Ctx, id: FairId, number: i64, points: &[i64], words: &str) -> Result<(), AppError> {
    let me = ctx.actor.staff(JURORS)?.id;
    let tx = ctx.begin().await?;
    let fair = locked(&tx, id).await?;
    let seen = before(ctx, &*tx, id, number).await?;
    scorable(&tx, &fair).await?;
    if seen.state == ReviewState::Tied {
        return Err(casework::OWN_CASE.into());
    }
    if points.len() != seen.criteria.len() || points.iter().any(|points| !(0..=10).contains(points)) {
        return Err(FieldErrors::one("points_1", Problem::OutOfRange(0, 10)).into());
    }
    let key = seen.application;
    score::Entity::delete_many().filter(score::Column::ApplicationId.eq(key)).filter(score::Column::JurorId.eq(me)).exec(&*tx).await?;
    for ((criterion, _), points) in seen.criteria.iter().zip(points) {
        let row =
            score::ActiveModel { application_id: Set(key), juror_id: Set(me), position: Set(criterion.position), points: Set(*points) };
        score::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    set_review(&tx, ctx, key, me, seen.state.step(ReviewMove::Score)?, words).await?;
    stale(&tx, id).await?;
    Ok(tx.commit().await?)
}

/// A juror has ties to what is shown, by what is known of it: another juror is asked instead.
pub async fn declare(ctx: &Ctx, id: FairId, number: i64, words: &str) -> Result<(), AppError> {
    let me = ctx.actor.staff(JURORS)?.id;
    let tx = ctx.begin().await?;
    let fair = locked(&tx, id).await?;
    let seen = before(ctx, &*tx, id, number).await?;
    scorable(&tx, &fair).await?;
    if seen.state == ReviewState::Tied {
        return Ok(());
    }
    let key = seen.application;
    score::Entity::delete_many().filter(score::Column::ApplicationId.eq(key)).filter(score::Column::JurorId.eq(me)).exec(&*tx).await?;
    set_review(&tx, ctx, key, me, seen.state.step(ReviewMove::Declare)?, words).await?;
    ask_another(&tx, ctx, &fair, key).await?;
    stale(&tx, id).await?;
    record(&tx, ctx, "fair.tied", id, format!("number {number}")).await?;
    Ok(tx.commit().await?)
}

async fn set_review(
    tx: &Tx,
    ctx: &Ctx,
    application: FairApplicationId,
    juror: PersonId,
    state: Step<ReviewState>,
    words: &str,
) -> Result<(), AppError> {
    let row = review::ActiveModel {
        application_id: Set(application),
        juror_id: Set(juror),
        state: state.set(),
        words: Set(words.to_owned()),
        at: Set(ctx.now),
    };
    row.update(&**tx).await?;
    Ok(())
}

/// Scores move as long as the fair is reviewed and the committee does not have it in its hands.
pub(crate) async fn scorable(tx: &Tx, fair: &fair::Model) -> Result<(), AppError> {
    // Members of a sitting, also of one that was called off, have read whose is whose.
    let read = committee::ever_called(&**tx, SittingKind::Fair, fair.id.0).await?;
    if fair.state != FairState::Reviewing || read { Err(Reason::NOT_NOW.into()) } else { Ok(()) }
}

/// Asks one more juror for an application, whoever has least to do and knows nothing of whose it is; says whether there was one.
async fn ask_another(tx: &Tx, ctx: &Ctx, fair: &fair::Model, key: FairApplicationId) -> Result<bool, AppError> {
    let jurors = accounts::staff_in_scope(ctx, JURORS, Some(&fair.municipality_code)).await?;
    let readers = accounts::staff_in_scope(ctx, READERS, Some(&fair.municipality_code)).await?;
    let rows: Vec<application::Model> = application::Entity::find().filter(application::Column::FairId.eq(fair.id)).all(&**tx).await?;
    let reviews = review::Entity::find().filter(review::Column::ApplicationId.is_in(rows.iter().map(|row| row.id))).all(&**tx).await?;
    let load = |person: PersonId| reviews.iter().filter(|row| row.juror_id == person).count();
    let free = jurors.into_iter().map(|person| person.id).filter(|person| {
        let asked = reviews.iter().any(|row| row.application_id == key && row.juror_id == *person);
        let knows = rows.iter().any(|row| row.applicant_id == *person || row.screened_by == Some(*person));
        !asked && !knows && !readers.iter().any(|reader| reader.id == *person)
    });
    let Some(next) = free.min_by_key(|person| (load(*person), *person)) else { return Ok(false) };
    ask(tx, ctx, key, next).await?;
    tell(tx, ctx, next, &Notice::FairToScore { title: fair.name_ar.clone() }, &format!("/committee/fairs/{}", fair.id)).await?;
    Ok(true)
}

/// An officer has other jurors asked where scores are missing: somebody is ill, or does not answer. Gives how many were asked.
pub async fn ask_others(ctx: &Ctx, id: FairId) -> Result<usize, AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    scorable(&tx, &fair).await?;
    let rows = under_review(&*tx, id).await?;
    let scores = given(&*tx, rows.iter().map(|row| row.id).collect()).await?;
    let mut asked = 0;
    for row in rows {
        if (scores.get(&row.id).map_or(0, Vec::len) as i64) < fair.least_scores {
            asked += usize::from(ask_another(&tx, ctx, &fair, row.id).await?);
        }
    }
    record(&tx, ctx, "fair.tied", id, format!("{asked} asked besides")).await?;
    tx.commit().await?;
    Ok(asked)
}
