//! Those who signed up, as they themselves and the desk see them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement};

use crate::courses::conditions;
use crate::courses::questions;
use crate::courses::reads::given_points;
use crate::enrolment::types::{DeskCohort, Mine, Returned, SignedUp};
use crate::enrolment::{objections, proposals};
use crate::entity::{attendance, certificate, cohort, course, enrolment, lesson};
use crate::reach::{PLANNERS, reached};
use crate::reads::rows_of_cohort;
use crate::rules::{CertificateState, CohortState, EnrolmentState, Policy};
use crate::types::{Course, Lesson};
use crate::words::named;
use cases::casework::OtherWork;
use cases::committee::{self, SittingKind};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CohortId, EnrolmentId, PersonId};
use ground::money::Money;
use ground::sql::is;
use ground::t;
use market::families;
use people::place;

/// One's own enrolments, newest first, in as many statements for one as for many.
pub async fn mine(ctx: &Ctx) -> Result<Vec<Mine>, AppError> {
    let me = ctx.actor.person()?.id;
    let db = ctx.db.read();
    let rows = enrolment::Entity::find().filter(enrolment::Column::ApplicantId.eq(me)).order_by_desc(enrolment::Column::Id).all(db).await?;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id).collect();
    let cohort_ids: Vec<CohortId> = rows.iter().map(|row| row.cohort_id).collect();
    let cohorts = cohort::Entity::find().filter(cohort::Column::Id.is_in(cohort_ids.iter().copied())).find_also_related(course::Entity);
    let cohorts = cohorts.all(db).await?.into_iter().filter_map(|(cohort, course)| Some((cohort.id, (cohort, course?))));
    let cohorts: HashMap<CohortId, (cohort::Model, course::Model)> = cohorts.collect();
    let before = before(ctx, me).await?;
    let files = questions::asking_for_files(db, cohort_ids).await?;
    let seated: Vec<CohortId> = rows.iter().filter(|row| row.state.holds_seat()).map(|row| row.cohort_id).collect();
    let lessons = lessons(db, seated).await?;
    let marks = attendance::marks_of(db, ids.clone()).await?;
    let certificates = certificates_of(db, ids.clone()).await?;
    let mut objected = objections::of(db, &ids).await?;
    let today = day_in_tripoli(ctx.now);
    let mut given = conditions::points_of(db, ids).await?;
    let mut all = Vec::new();
    for row in rows {
        let Some((cohort, course)) = cohorts.get(&row.cohort_id) else { continue };
        let held = lessons.get(&row.cohort_id).filter(|_| row.state.holds_seat());
        let marked = |lesson: &Lesson| (lesson.clone(), marks.get(&(lesson.id, row.id)).map(|row| row.mark));
        // Points are told once the order is published.
        let ordered = cohort.policy == Policy::Score && !matches!(cohort.state, CohortState::Planned | CohortState::Open);
        all.push(Mine {
            id: row.id,
            before: before.get(&row.id).copied().unwrap_or(0),
            lessons: held.into_iter().flatten().map(marked).collect(),
            certificate: certificates.get(&row.id).cloned(),
            files: files.contains(&row.cohort_id),
            points: given.remove(&row.id).filter(|_| ordered).unwrap_or_default(),
            object_until: objections::until(cohort, &row, today),
            objected: objected.remove(&row.id),
            name: row.name,
            reference: row.reference,
            state: row.state,
            reason: row.reason,
            answer_by: row.answer_by,
            course: Course::of(ctx.l, course),
            cohort: cohort.clone().into(),
        });
    }
    Ok(all)
}

#[derive(FromQueryResult)]
struct Before {
    id: EnrolmentId,
    n: i64,
}

/// How many stand before somebody's own enrolments on waiting lists; who is first is left out.
async fn before(ctx: &Ctx, me: PersonId) -> Result<HashMap<EnrolmentId, u64>, AppError> {
    let sql = "SELECT own.id, COUNT(*) AS n FROM enrolment own JOIN enrolment other ON other.cohort_id = own.cohort_id \
               AND other.state = own.state AND other.position < own.position \
               WHERE own.applicant_id = $1 AND own.state = $2 GROUP BY own.id";
    let values = [me.into(), EnrolmentState::Waitlisted.into()];
    let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, values);
    let rows = Before::find_by_statement(statement).all(ctx.db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.id, u64::try_from(row.n).unwrap_or(0))).collect())
}

/// Lessons of some cohorts in their order.
async fn lessons<C: ConnectionTrait>(db: &C, ids: Vec<CohortId>) -> Result<HashMap<CohortId, Vec<Lesson>>, AppError> {
    let mut all: HashMap<CohortId, Vec<Lesson>> = HashMap::new();
    for row in lesson::of_cohorts(db, ids).await? {
        all.entry(row.cohort_id).or_default().push(row.into());
    }
    Ok(all)
}

/// Codes of the certificates that some people hold.
async fn certificates_of<C: ConnectionTrait>(db: &C, ids: Vec<EnrolmentId>) -> Result<HashMap<EnrolmentId, String>, AppError> {
    let held = certificate::Entity::find()
        .filter(certificate::Column::EnrolmentId.is_in(ids))
        .filter(is(certificate::Column::State, CertificateState::Issued));
    Ok(held.all(db).await?.into_iter().map(|held| (held.enrolment_id, held.code)).collect())
}

/// One's own enrolment in a cohort that was sent back, by its key as it stands in an address or a form; without one there is none.
pub async fn returned(ctx: &Ctx, cohort: CohortId, typed: &str) -> Result<Option<Returned>, AppError> {
    let Ok(id) = typed.parse::<EnrolmentId>() else { return Ok(None) };
    let query = enrolment::Entity::find_by_id(id)
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::ApplicantId.eq(ctx.actor.person()?.id))
        .filter(enrolment::Column::State.eq(EnrolmentState::Returned));
    Ok(query.one(ctx.db.read()).await?.map(|row| Returned { id: row.id, words: row.words, reason: row.reason }))
}

async fn ids<C: ConnectionTrait>(db: &C, id: CohortId, states: &[EnrolmentState]) -> Result<Vec<EnrolmentId>, AppError> {
    let query = enrolment::Entity::find().select_only().column(enrolment::Column::Id).filter(enrolment::Column::CohortId.eq(id));
    Ok(query
        .filter(enrolment::Column::State.is_in(states.iter().copied()))
        .order_by_asc(enrolment::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

/// Cohorts with people who live in the actor's reach, signed up and were not looked at, those that wait longest first: who is counted
/// is who stands in the actor's list of the cohort, wherever it is held.
pub async fn to_screen(ctx: &Ctx) -> Result<Vec<OtherWork>, AppError> {
    let db = ctx.db.read();
    let reach = place::within(ctx.actor.scopes(PLANNERS), enrolment::Column::MunicipalityCode);
    let open = cohort::Entity::find().select_only().column(cohort::Column::Id).filter(cohort::Column::State.eq(CohortState::Open));
    let waiting = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .column_as(enrolment::Column::Id.count(), "n")
        .column_as(enrolment::Column::AppliedAt.min(), "since")
        .filter(enrolment::Column::State.eq(EnrolmentState::Submitted))
        .filter(enrolment::Column::CohortId.in_subquery(open.into_query()))
        .filter(reach)
        .group_by(enrolment::Column::CohortId);
    let waiting: Vec<(CohortId, i64, DateTime<Utc>)> = waiting.into_tuple().all(db).await?;
    let cohorts =
        cohort::Entity::find().filter(cohort::Column::Id.is_in(waiting.iter().map(|row| row.0))).find_also_related(course::Entity);
    let cohorts = if waiting.is_empty() { Vec::new() } else { cohorts.all(db).await? };
    let work = |(id, n, since): (CohortId, i64, DateTime<Utc>)| {
        let (cohort, course) = cohorts.iter().find(|(cohort, _)| cohort.id == id)?;
        let course = Course::of(ctx.l, course.as_ref()?);
        let title = named(ctx.l, &course, &cohort.clone().into());
        Some(OtherWork {
            title,
            count: n,
            what: t!(ctx.l, training.n_to_screen, count = n),
            since,
            path: format!("/desk/training/cohorts/{id}"),
        })
    };
    Ok(waiting.into_iter().filter_map(work).collect())
}

/// Who was not looked at yet.
pub async fn waiting(ctx: &Ctx, id: CohortId) -> Result<Vec<EnrolmentId>, AppError> {
    ctx.actor.staff(PLANNERS)?;
    ids(ctx.db.read(), id, &[EnrolmentState::Submitted]).await
}

/// Who is being taught.
pub async fn trainees(ctx: &Ctx, id: CohortId) -> Result<Vec<EnrolmentId>, AppError> {
    ids(ctx.db.read(), id, &[EnrolmentState::Attending]).await
}

/// One's own offers in a cohort.
pub async fn offers(ctx: &Ctx, id: CohortId) -> Result<Vec<EnrolmentId>, AppError> {
    let all = mine(ctx).await?.into_iter().filter(|mine| mine.cohort.id == id && mine.state == EnrolmentState::Offered);
    Ok(all.map(|mine| mine.id).collect())
}

impl SignedUp {
    pub(crate) fn of(row: enrolment::Model, family_name: String) -> Self {
        Self {
            id: row.id,
            cohort: row.cohort_id,
            family: row.family_id,
            family_name,
            applicant: row.applicant_id,
            name: row.name,
            reference: row.reference,
            municipality: row.municipality_code,
            words: row.words,
            state: row.state,
            reason: row.reason,
            position: row.position,
            may_repeat: row.repeatable != 0,
            applied_at: row.applied_at,
        }
    }
}

/// A cohort with who signed up.
pub async fn desk_cohort(ctx: &Ctx, id: CohortId) -> Result<DeskCohort, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let db = ctx.db.read();
    let (course, cohort) = rows_of_cohort(db, id).await?;
    let query = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id));
    let mut rows = query.order_by_asc(enrolment::Column::Position).order_by_asc(enrolment::Column::Id).all(db).await?;
    let mut counts = HashMap::new();
    for row in &rows {
        *counts.entry(row.state).or_default() += 1;
    }
    // Everyone is counted, and seen is who lives in reach.
    let (places, scopes) = (place::places(&ctx.db).await?, ctx.actor.scopes(PLANNERS));
    rows.retain(|row| places.reached(&scopes, &row.municipality_code));
    let names = families::public_names(db, rows.iter().map(|row| row.family_id).collect(), ctx.now).await?;
    let family = |row: &enrolment::Model| names.get(&row.family_id).map(|name| name.ar.clone()).unwrap_or_default();
    let sitting = committee::standing(db, SittingKind::Cohort, id.0).await?;
    // Who declared ties to somebody does not see the file here either.
    let hidden = committee::declared(ctx, SittingKind::Cohort, id.0).await?;
    let told = rows.into_iter().filter(|row| !hidden.contains(&row.id.0));
    let rows: Vec<SignedUp> = told.map(|row| (family(&row), row)).map(|(family, row)| SignedUp::of(row, family)).collect();
    let reached = reached(ctx, &cohort.municipality_code).await?;
    let conditions = conditions::of_cohort(db, id).await?;
    let points = given_points(ctx, cohort.policy, &conditions).await?;
    let questions = questions::of_cohort(db, id).await?;
    let answers = questions::answers(db, rows.iter().map(|row| row.id).collect()).await?;
    let proposed = proposals::proposed_to(db, id).await?;
    let spent = (cohort.spent > 0).then_some(Money(cohort.spent));
    let (course, cohort) = (Course::of(ctx.l, &course), cohort.into());
    Ok(DeskCohort { course, cohort, spent, rows, counts, conditions, questions, answers, proposed, points, sitting, reached })
}
