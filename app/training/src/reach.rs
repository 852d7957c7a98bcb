//! Who may touch what: what is found is permitted, and what is to be changed is held until the transaction ends.

use cases::casework;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::entity::{cohort, enrolment, lesson};
use crate::rules::INSIDE;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::history::Event;
use ground::ids::{CohortId, CourseId, EnrolmentId, LessonId, PersonId};
use people::place;

/// Who plans courses and looks at who signed up.
pub const PLANNERS: &[Role] = &[Role::Officer, Role::BranchHead, Role::Organiser];

pub(crate) async fn record(tx: &Tx, ctx: &Ctx, act: &str, kind: &str, id: i64, details: String) -> Result<(), AppError> {
    tx.record(ctx, Event { act, subject_kind: kind, subject_id: id, details }).await
}

/// Whether the actor plans in a municipality; a cohort of others is not found.
pub(crate) async fn reached(ctx: &Ctx, municipality: &str) -> Result<bool, AppError> {
    Ok(place::places(&ctx.db).await?.reached(&ctx.actor.scopes(PLANNERS), municipality))
}

/// A cohort in the actor's reach, before what was typed about it is looked at.
pub(crate) async fn planned(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    let found = cohort::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    if reached(ctx, &found.municipality_code).await? { Ok(()) } else { Err(AppError::NotFound) }
}

/// An enrolment of somebody within the actor's scope, before what was typed about it is looked at.
pub(crate) async fn looked_at(ctx: &Ctx, id: EnrolmentId) -> Result<(), AppError> {
    let reach = place::within(ctx.actor.scopes(PLANNERS), enrolment::Column::MunicipalityCode);
    let found = enrolment::Entity::find_by_id(id).filter(reach).one(ctx.db.read()).await?;
    found.map(|_| ()).ok_or(AppError::NotFound)
}

/// A cohort in the actor's reach, held until the transaction ends.
pub(crate) async fn in_reach(tx: &Tx, ctx: &Ctx, id: CohortId) -> Result<cohort::Model, AppError> {
    let found = locked(tx, id).await?;
    if reached(ctx, &found.municipality_code).await? { Ok(found) } else { Err(AppError::NotFound) }
}

/// A cohort, held until the transaction ends: seats of one cohort are given by one act at a time.
pub(crate) async fn locked(tx: &Tx, id: CohortId) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)
}

/// Who teaches, or plans what is taught.
pub const TEACHERS: &[Role] = &[Role::Trainer, Role::Officer, Role::BranchHead, Role::Organiser];

/// A lesson that the actor teaches, or plans.
pub(crate) async fn lesson_in_reach<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: LessonId) -> Result<lesson::Model, AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let found = lesson::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    if found.trainer_id == Some(me) {
        return Ok(found);
    }
    let cohort = cohort::Entity::find_by_id(found.cohort_id).one(db).await?.ok_or(AppError::NotFound)?;
    if reached(ctx, &cohort.municipality_code).await? { Ok(found) } else { Err(AppError::NotFound) }
}

/// A cohort in which the actor teaches, or that the actor plans.
pub(crate) async fn taught_in_reach<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: CohortId) -> Result<cohort::Model, AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let found = cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let teaches = lesson::Entity::find().filter(lesson::Column::CohortId.eq(id)).filter(lesson::Column::TrainerId.eq(me));
    if reached(ctx, &found.municipality_code).await? || teaches.one(db).await?.is_some() { Ok(found) } else { Err(AppError::NotFound) }
}

/// Whether the actor teaches or plans one of the cohorts of a course.
pub(crate) async fn any_taught_in_reach<C: ConnectionTrait>(db: &C, ctx: &Ctx, course: CourseId) -> Result<bool, AppError> {
    let Ok(signed) = ctx.actor.staff(TEACHERS) else { return Ok(false) };
    let own = lesson::Entity::find().select_only().column(lesson::Column::CohortId).filter(lesson::Column::TrainerId.eq(signed.id));
    let mine = Condition::any()
        .add(place::within(ctx.actor.scopes(PLANNERS), cohort::Column::MunicipalityCode))
        .add(cohort::Column::Id.in_subquery(own.into_query()));
    let found = cohort::Entity::find().filter(cohort::Column::CourseId.eq(course)).filter(mine);
    Ok(found.one(db).await?.is_some())
}

/// An enrolment of somebody within the actor's scope and its cohort, both held until the transaction ends: the cohort first, as
/// everyone locks in this order.
pub(crate) async fn enrolment_in_reach(tx: &Tx, ctx: &Ctx, id: EnrolmentId) -> Result<(cohort::Model, enrolment::Model), AppError> {
    let reach = place::within(ctx.actor.scopes(PLANNERS), enrolment::Column::MunicipalityCode);
    let query = enrolment::Entity::find_by_id(id).filter(reach);
    let cohort = locked(tx, query.clone().one(&**tx).await?.ok_or(AppError::NotFound)?.cohort_id).await?;
    let found = query.lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    Ok((cohort, found))
}

/// One's own enrolment, read; of somebody else it is not found.
pub(crate) async fn mine<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: EnrolmentId) -> Result<enrolment::Model, AppError> {
    let me = ctx.actor.person()?.id;
    let found = enrolment::Entity::find_by_id(id).filter(enrolment::Column::ApplicantId.eq(me)).one(db).await?;
    found.ok_or(AppError::NotFound)
}

/// One's own enrolment in a room that is open to it.
pub(crate) async fn inside<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: EnrolmentId) -> Result<(enrolment::Model, cohort::Model), AppError> {
    let found = mine(db, ctx, id).await?;
    let cohort = cohort::Entity::find_by_id(found.cohort_id).one(db).await?.ok_or(AppError::NotFound)?;
    if INSIDE.contains(&found.state) { Ok((found, cohort)) } else { Err(AppError::NotFound) }
}

/// One's own enrolment and its cohort, both held until the transaction ends: the cohort first, as everyone locks in this order.
/// Who leaves meanwhile is waited for.
pub(crate) async fn own(tx: &Tx, ctx: &Ctx, id: EnrolmentId) -> Result<(cohort::Model, enrolment::Model), AppError> {
    let cohort = locked(tx, mine(&**tx, ctx, id).await?.cohort_id).await?;
    let found = enrolment::Entity::find_by_id(id).filter(enrolment::Column::ApplicantId.eq(ctx.actor.person()?.id));
    Ok((cohort, found.lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?))
}

/// Nobody orders or publishes a list on which their own family stands.
pub(crate) async fn not_mine(tx: &Tx, id: CohortId, me: PersonId) -> Result<(), AppError> {
    let own = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id)).filter(enrolment::Column::ApplicantId.eq(me));
    if own.one(&**tx).await?.is_some() { Err(casework::OWN_CASE.into()) } else { Ok(()) }
}
