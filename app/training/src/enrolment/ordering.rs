//! The order of who signed up, and its lots: drawn once, at a time that everyone knew before. A second drawing is an act of its own, and
//! public with its reason.

use std::collections::HashMap;

use cases::committee;
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::courses;
use crate::courses::conditions;
use crate::enrolment::allocation::in_turns;
use crate::enrolment::notices::Notice;
use crate::enrolment::refusals;
use crate::entity::{cohort, course, draw, enrolment};
use crate::reach::{PLANNERS, in_reach, locked, not_mine, reached, record};
use crate::rules::{CohortState, EnrolmentMove, EnrolmentState, Policy};
use ground::ctx::Ctx;
use ground::days::{day_in_tripoli, machine};
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CohortId, EnrolmentId};
use ground::lots;
use ground::states::States;
use people::notifications::tell;

/// How long before it the time of a drawing is known.
const NOTICE: Duration = Duration::hours(24);

/// Makes the order of all who were screened, by the cohort's policy, after the window: private until somebody else publishes
/// it. Made anew as often as needed before that; a lottery is drawn once, at the time that was announced for it or later, and an
/// order that is made anew keeps what was drawn.
pub async fn order(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (cohort, rows) = to_order(&tx, ctx, id).await?;
    let seed = if cohort.policy == Policy::Lottery { Some(seed(&tx, ctx, &cohort).await?) } else { None };
    let details = seed.clone().map(|seed| format!("seed {seed}")).unwrap_or_default();
    put_in_order(&tx, ctx, cohort, rows, seed).await?;
    record(&tx, ctx, "training.order", "cohort", id.0, details).await?;
    Ok(tx.commit().await?)
}

/// A cohort whose order is made now, held until the transaction ends, with all who were screened.
async fn to_order(tx: &Tx, ctx: &Ctx, id: CohortId) -> Result<(cohort::Model, Vec<enrolment::Model>), AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let cohort = locked(tx, id).await?;
    not_mine(tx, id, me).await?;
    if !reached(ctx, &cohort.municipality_code).await? {
        return Err(AppError::NotFound);
    }
    if cohort.policy == Policy::Committee {
        return Err(Reason::NOT_NOW.into());
    }
    if cohort.state != CohortState::Open || !cohort.window().over(day_in_tripoli(ctx.now)) {
        return Err(refusals::WINDOW_OPEN.into());
    }
    if !enrolment::of_cohort(tx, id, &EnrolmentState::OPEN).await?.is_empty() {
        return Err(refusals::NOT_SCREENED.into());
    }
    let rows = enrolment::of_cohort(tx, id, &[EnrolmentState::Screened, EnrolmentState::Nominated]).await?;
    if rows.is_empty() { Err(committee::NOBODY_THERE.into()) } else { Ok((cohort, rows)) }
}

/// Gives everyone a place by the policy of the cohort; lots come from the seed.
async fn put_in_order(
    tx: &Tx,
    ctx: &Ctx,
    cohort: cohort::Model,
    mut rows: Vec<enrolment::Model>,
    seed: Option<String>,
) -> Result<(), AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    rows.sort_by_key(|row| (row.applied_at, row.id));
    match cohort.policy {
        Policy::FirstCome | Policy::Committee => {}
        Policy::Lottery => rows.sort_by_cached_key(|row| lots::lot(seed.as_deref().unwrap_or_default(), &row.reference)),
        Policy::Balance => rows = in_turns(rows, |row| row.region_code.clone()),
        Policy::Score => {
            let conditions = conditions::of_cohort(&**tx, cohort.id).await?;
            let given = conditions::points(&**tx, &conditions.criteria).await?;
            let totals = rows.iter().map(|row| conditions::total(&conditions, &given, row.id).ok_or(refusals::POINTS_MISSING));
            let totals: HashMap<EnrolmentId, i64> = rows.iter().map(|row| row.id).zip(totals.collect::<Result<Vec<_>, _>>()?).collect();
            // Equal points: who signed up first.
            rows.sort_by_key(|row| std::cmp::Reverse(totals.get(&row.id).copied()));
        }
    }
    for (position, row) in (1_i64..).zip(rows) {
        let state = row.state.step(EnrolmentMove::Order)?;
        let mut row = row.into_active_model();
        row.state = state.set();
        row.position = Set(Some(position));
        row.update(&**tx).await?;
    }
    let mut row = cohort.into_active_model();
    row.seed = Set(seed);
    row.ordered_by = Set(Some(me));
    row.update(&**tx).await?;
    Ok(())
}

/// Whether the lots of a cohort can be drawn at a time, said at the field that is wrong.
fn check_time(at: DateTime<Utc>, now: DateTime<Utc>, cohort: &cohort::Model) -> Result<(), FieldErrors> {
    let day = day_in_tripoli(at);
    let problem: Option<Problem> = if at < now + NOTICE {
        Some(refusals::DRAW_SOON)
    } else if cohort.closed_on.is_none() && day <= cohort.closes_on {
        Some(refusals::DRAW_IN_WINDOW)
    } else if day >= cohort.starts_on {
        Some(courses::refusals::BEFORE_FIRST_DAY)
    } else {
        None
    };
    problem.map_or(Ok(()), |problem| Err(FieldErrors::one("draw_on", problem)))
}

/// Says at which time the lots of a cohort are drawn, a day before at least; who signed up hears it. It can be moved, as long as nothing
/// was drawn.
pub async fn announce_draw(ctx: &Ctx, id: CohortId, at: DateTime<Utc>) -> Result<(), AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    not_mine(&tx, id, me).await?;
    if cohort.policy != Policy::Lottery || cohort.state != CohortState::Open || !draw::of_cohort(&*tx, id).await?.is_empty() {
        return Err(Reason::NOT_NOW.into());
    }
    // The same form sent twice has one effect.
    if cohort.draw_at == Some(at) {
        return Ok(());
    }
    check_time(at, ctx.now, &cohort)?;
    let (title, course) = (course::title_of(&tx, &cohort).await?, cohort.course_id);
    let mut row = cohort.into_active_model();
    row.draw_at = Set(Some(at));
    row.update(&*tx).await?;
    let waiting = [EnrolmentState::Submitted, EnrolmentState::Returned, EnrolmentState::Screened];
    for row in enrolment::of_cohort(&tx, id, &waiting).await? {
        let notice = Notice::DrawAnnounced { title: title.clone(), at: machine(at) };
        tell(&tx, ctx, row.applicant_id, &notice, "/me/training").await?;
    }
    record(&tx, ctx, "training.draw", "cohort", id.0, machine(at)).await?;
    tx.changed(course).await?;
    Ok(tx.commit().await?)
}

/// The seed of a locked cohort's lots: what was drawn, or, from the announced time on, a first drawing.
async fn seed(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model) -> Result<String, AppError> {
    if let Some(last) = draw::of_cohort(&**tx, cohort.id).await?.pop() {
        return Ok(last.seed);
    }
    let at = cohort.draw_at.ok_or(refusals::DRAW_NOT_ANNOUNCED)?;
    if ctx.now < at {
        return Err(refusals::DRAW_AHEAD.into());
    }
    drawn(tx, ctx, cohort.id, 1, String::new()).await
}

async fn drawn(tx: &Tx, ctx: &Ctx, id: CohortId, number: i64, reason: String) -> Result<String, AppError> {
    let seed = lots::seed();
    let row = draw::ActiveModel {
        cohort_id: Set(id),
        number: Set(number),
        seed: Set(seed.clone()),
        reason: Set(reason),
        drawn_by: Set(ctx.actor.id()),
        drawn_at: Set(ctx.now),
    };
    row.insert(&**tx).await?;
    Ok(seed)
}

/// Draws the lots of a cohort again before its order is published, with a reason that everyone reads beside the order.
pub async fn draw_again(ctx: &Ctx, id: CohortId, words: &str) -> Result<(), AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let (cohort, rows) = to_order(&tx, ctx, id).await?;
    let last = draw::of_cohort(&*tx, id).await?.pop().filter(|_| cohort.policy == Policy::Lottery).ok_or(Reason::NOT_NOW)?;
    let seed = drawn(&tx, ctx, id, last.number + 1, words.to_owned()).await?;
    let details = format!("{words}: seed {seed}");
    put_in_order(&tx, ctx, cohort, rows, Some(seed)).await?;
    record(&tx, ctx, "training.draw_again", "cohort", id.0, details).await?;
    Ok(tx.commit().await?)
}
