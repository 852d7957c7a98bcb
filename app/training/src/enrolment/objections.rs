//! An objection (تظلّم) to what became of an enrolment: made within its days, and heard as a case by somebody who had no hand in it.

use std::collections::HashMap;

use cases::casework::{self, CaseKind, NewCase, Objected, Outcome, last_day_to_object};
use cases::committee::{self, SittingKind};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::enrolment::offers;
use crate::enrolment::refusals;
use crate::enrolment::types::{Contested, SignedUp};
use crate::entity::{cohort, course, enrolment, points};
use crate::reach::{locked, own, record};
use crate::rules::{CohortState, EnrolmentMove, EnrolmentState};
use crate::types::{Cohort, Course};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Reason, unique_violation};
use ground::ids::{EnrolmentId, PersonId};
use ground::states::States;
use market::families;

/// The last day on which somebody can object to a refusal or a place on the waiting list; none once lessons are at hand.
pub(crate) fn until(cohort: &cohort::Model, found: &enrolment::Model, today: NaiveDate) -> Option<NaiveDate> {
    let open = matches!(cohort.state, CohortState::Open | CohortState::Closed) && cohort.starts_on > today;
    let against = matches!(found.state, EnrolmentState::Refused | EnrolmentState::Waitlisted);
    let last = last_day_to_object(day_in_tripoli(found.changed_at))?;
    (open && against && today <= last).then_some(last)
}

/// Objections to what became of these enrolments.
pub async fn of<C: ConnectionTrait>(db: &C, ids: &[EnrolmentId]) -> Result<HashMap<EnrolmentId, Objected>, AppError> {
    let found = casework::objections_to(db, CaseKind::CourseResult, ids.iter().map(|id| id.0).collect()).await?;
    Ok(found.into_iter().map(|(id, made)| (EnrolmentId(id), made)).collect())
}

/// One's own family objects, once.
pub async fn object(ctx: &Ctx, id: EnrolmentId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (cohort, found) = own(&tx, ctx, id).await?;
    if of(&*tx, &[id]).await?.contains_key(&id) {
        return Ok(());
    }
    if until(&cohort, &found, day_in_tripoli(ctx.now)).is_none() {
        return Err(casework::OBJECTION_TOO_LATE.into());
    }
    let new = NewCase {
        applicant: Some(found.applicant_id),
        words: words.to_owned(),
        deciders: hands(&tx, &cohort, &found).await?,
        ..NewCase::new(CaseKind::CourseResult, id.0, course::title_of(&tx, &cohort).await?, Some(cohort.municipality_code.clone()))
    };
    casework::open(&tx, ctx, new).await?;
    record(&tx, ctx, "training.object", "enrolment", id.0, found.reference).await?;
    Ok(tx.commit().await?)
}

/// Who had a hand in it: looked at the conditions, gave points, made the order, sat in the committee, called or counted it.
async fn hands(tx: &Tx, cohort: &cohort::Model, found: &enrolment::Model) -> Result<Vec<PersonId>, AppError> {
    let gave = points::Entity::find().select_only().column(points::Column::GivenBy).filter(points::Column::EnrolmentId.eq(found.id));
    let mut hands: Vec<PersonId> = gave.into_tuple().all(&**tx).await?;
    hands.extend(committee::hands(&**tx, SittingKind::Cohort, cohort.id.0).await?);
    hands.extend(found.screened_by.into_iter().chain(cohort.ordered_by));
    hands.sort_unstable();
    hands.dedup();
    Ok(hands)
}

/// What an objection is about, for who hears it: its case says who may.
pub async fn contested(ctx: &Ctx, id: EnrolmentId) -> Result<Contested, AppError> {
    let db = ctx.db.read();
    let found = enrolment::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let cohort = cohort::Entity::find_by_id(found.cohort_id).one(db).await?.ok_or(AppError::NotFound)?;
    let course = course::Entity::find_by_id(cohort.course_id).one(db).await?.ok_or(AppError::NotFound)?;
    let names = families::public_names(db, vec![found.family_id], ctx.now).await?;
    let family = names.get(&found.family_id).map(|name| name.ar.clone()).unwrap_or_default();
    Ok(Contested { course: Course::of(ctx.l, &course), cohort: Cohort::from(cohort), who: SignedUp::of(found, family) })
}

/// An objection was heard. Upheld, the enrolment comes before all who wait, and is offered a seat if one is free; where there is no
/// order yet it is in it again.
pub async fn apply_objection(tx: &Tx, ctx: &Ctx, id: EnrolmentId, outcome: Outcome) -> Result<(), AppError> {
    if outcome == Outcome::Refused {
        return Ok(());
    }
    let known = enrolment::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let cohort = locked(tx, known.cohort_id).await?;
    let found = enrolment::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    // Upheld when lessons have begun, it would be right with nothing behind it; and what the committee has before it does not change.
    let begun = cohort.starts_on <= day_in_tripoli(ctx.now);
    let by = match cohort.state {
        CohortState::Open if !begun && !committee::at_work(&**tx, SittingKind::Cohort, cohort.id.0).await? => EnrolmentMove::Readmit,
        CohortState::Closed if !begun => EnrolmentMove::Reinstate,
        _ => return Err(Reason::NOT_NOW.into()),
    };
    // Anything else it has become meanwhile was not what was objected to.
    let state = match found.state {
        EnrolmentState::Refused => Some(found.state.step(by)?),
        EnrolmentState::Waitlisted => None,
        _ => return Ok(()),
    };
    let mut row = found.into_active_model();
    if let Some(state) = state {
        row.state = state.set();
    }
    row.position = Set((by == EnrolmentMove::Reinstate).then_some(0));
    row.reason = Set(String::new());
    row.changed_at = Set(ctx.now);
    match row.update(&**tx).await {
        Ok(_) => {}
        // The person signed up anew meanwhile.
        Err(error) if unique_violation(&error).is_some() => {
            return Err(FieldErrors::one("outcome", refusals::ENROLLED_ALREADY).into());
        }
        Err(error) => return Err(error.into()),
    }
    if by == EnrolmentMove::Reinstate {
        return offers::fill(tx, ctx, &cohort).await;
    }
    // An order that was made before has to be made again.
    let mut row = cohort.into_active_model();
    row.ordered_by = Set(None);
    row.update(&**tx).await?;
    Ok(())
}
