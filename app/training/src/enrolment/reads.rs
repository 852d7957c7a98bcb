//! Those who signed up, as they themselves and the desk see them.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::courses::conditions::{self, Criterion};
use crate::courses::questions;
use crate::courses::reads::given_points;
use crate::enrolment::proposals;
use crate::enrolment::types::{DeskCohort, Mine, Returned, SignedUp};
use crate::entity::{attendance, certificate, cohort, course, enrolment};
use crate::reach::{PLANNERS, reached};
use crate::reads::lessons;
use crate::rules::{self, CertificateState, CohortState, EnrolmentState, Mark, QuestionKind};
use crate::types::{Course, Lesson};
use cases::committee;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId, EnrolmentId};
use ground::money::Money;
use market::families;
use people::place;

/// One's own enrolments, newest first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<Mine>, AppError> {
    let me = ctx.actor.person()?.id;
    let db = ctx.db.read();
    let rows = enrolment::Entity::find().filter(enrolment::Column::ApplicantId.eq(me)).order_by_desc(enrolment::Column::Id).all(db).await?;
    let cohorts = cohort::Entity::find().filter(cohort::Column::Id.is_in(rows.iter().map(|row| row.cohort_id))).all(db).await?;
    let courses = course::Entity::find().filter(course::Column::Id.is_in(rows.iter().map(|row| row.course_id))).all(db).await?;
    let cohorts: HashMap<CohortId, cohort::Model> = cohorts.into_iter().map(|cohort| (cohort.id, cohort)).collect();
    let courses: HashMap<CourseId, course::Model> = courses.into_iter().map(|course| (course.id, course)).collect();
    let mut all = Vec::new();
    for row in rows {
        let (Some(cohort), Some(course)) = (cohorts.get(&row.cohort_id), courses.get(&row.course_id)) else { continue };
        let before = if row.state == EnrolmentState::Waitlisted {
            let before = enrolment::Entity::find()
                .filter(enrolment::Column::CohortId.eq(row.cohort_id))
                .filter(enrolment::Column::State.eq(EnrolmentState::Waitlisted))
                .filter(enrolment::Column::Position.lt(row.position));
            before.count(db).await?
        } else {
            0
        };
        let files = questions::of_cohort(db, row.cohort_id).await?.iter().any(|question| question.kind == QuestionKind::File);
        let lessons = of_mine(db, &row).await?;
        let held = certificate::Entity::find()
            .filter(certificate::Column::EnrolmentId.eq(row.id))
            .filter(certificate::Column::State.eq(CertificateState::Issued));
        let certificate = held.one(db).await?.map(|held| held.code);
        let points = if matches!(cohort.state, CohortState::Planned | CohortState::Open) {
            Vec::new()
        } else {
            let conditions = conditions::of_cohort(db, cohort.id).await?;
            let given = given_points(ctx, cohort.policy, &conditions).await?;
            let own = |criterion: Criterion| given.get(&(row.id, criterion.id)).map(|points| (criterion, *points));
            conditions.criteria.into_iter().filter_map(own).collect()
        };
        all.push(Mine {
            id: row.id,
            name: row.name,
            reference: row.reference,
            state: row.state,
            reason: row.reason,
            answer_by: row.answer_by,
            course: Course::of(ctx.l, course),
            cohort: cohort.clone().into(),
            before,
            lessons,
            certificate,
            files,
            points,
        });
    }
    Ok(all)
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

async fn of_mine<C: ConnectionTrait>(db: &C, row: &enrolment::Model) -> Result<Vec<(Lesson, Option<Mark>)>, AppError> {
    if !row.state.holds_seat() {
        return Ok(Vec::new());
    }
    let lessons = lessons(db, row.cohort_id).await?;
    let marks = attendance::marks(db, &lessons.iter().map(|lesson| lesson.id).collect::<Vec<_>>()).await?;
    let marked = |lesson: Lesson| {
        let mark = marks.get(&(lesson.id, row.id)).map(|row| row.mark);
        (lesson, mark)
    };
    Ok(lessons.into_iter().map(marked).collect())
}

impl SignedUp {
    fn of(row: enrolment::Model, family_name: String) -> Self {
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
    let cohort = cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let course = course::Entity::find_by_id(cohort.course_id).one(db).await?.ok_or(AppError::NotFound)?;
    let query = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id));
    let mut counts = HashMap::new();
    for row in query.clone().all(db).await? {
        *counts.entry(row.state).or_default() += 1;
    }
    let reach = place::within(ctx.actor.scopes(PLANNERS), enrolment::Column::MunicipalityCode);
    let rows = query.filter(reach).order_by_asc(enrolment::Column::Position).order_by_asc(enrolment::Column::Id).all(db).await?;
    let names = families::public_names(db, rows.iter().map(|row| row.family_id).collect(), ctx.now).await?;
    let family = |row: &enrolment::Model| names.get(&row.family_id).map(|name| name.ar.clone()).unwrap_or_default();
    let sitting = committee::standing(db, rules::SITTING_KIND, id.0).await?;
    // Who declared ties to somebody does not see the file here either.
    let hidden = committee::declared(ctx, rules::SITTING_KIND, id.0).await?;
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
