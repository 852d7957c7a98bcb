//! Courses, cohorts and enrolments as pages need them.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{answer, attendance, certificate, cohort, course, criterion, enrolment, lesson, points, question};
use crate::reach::{STAFF, TEACHERS, lesson_in_reach, reached};
use crate::rules::{self, CertificateState, CohortState, CourseField, EnrolmentState, Mark, Policy, QuestionKind};
use crate::terms::{self, Conditions};
use crate::{asking, proposals};
use cases::committee;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId, EnrolmentId, FamilyId, LessonId, QuestionId};
use market::families;
use people::place;

/// States of cohorts that everyone sees.
const SHOWN: [CohortState; 6] =
    [CohortState::Open, CohortState::Closed, CohortState::Running, CohortState::Finished, CohortState::Certified, CohortState::Cancelled];

/// A course with its cohorts, the newest first; for the public those before all others that are still open.
#[derive(Debug, Clone)]
pub struct CourseView {
    /// The course.
    pub course: course::Model,
    /// Its cohorts.
    pub cohorts: Vec<cohort::Model>,
}

async fn with_cohorts(ctx: &Ctx, courses: Vec<course::Model>, staff: bool) -> Result<Vec<CourseView>, AppError> {
    let mut query = cohort::Entity::find()
        .filter(cohort::Column::CourseId.is_in(courses.iter().map(|course| course.id)))
        .order_by_desc(cohort::Column::Number);
    if !staff {
        query = query.filter(cohort::Column::State.is_in(SHOWN));
    }
    let mut all = query.all(ctx.db.read()).await?;
    if !staff {
        all.sort_by_key(|cohort| cohort.state != CohortState::Open);
    }
    let view = |course: course::Model| {
        let cohorts = all.iter().filter(|cohort| cohort.course_id == course.id).cloned().collect();
        CourseView { course, cohorts }
    };
    Ok(courses.into_iter().map(view).filter(|view| staff || !view.cohorts.is_empty()).collect())
}

/// Courses that have a cohort everyone sees: those that can still be joined before the others, the newest first.
pub async fn courses(ctx: &Ctx) -> Result<Vec<CourseView>, AppError> {
    let all = course::Entity::find().order_by_desc(course::Column::Id).all(ctx.db.read()).await?;
    let mut all = with_cohorts(ctx, all, false).await?;
    all.sort_by_key(|view| view.cohorts.first().is_none_or(|first| first.state != CohortState::Open));
    Ok(all)
}

/// What a list of courses is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseFilter {
    /// Held in this municipality.
    pub municipality: String,
    /// About this.
    pub field: Option<CourseField>,
    /// With days on or after this one.
    pub from: Option<NaiveDate>,
    /// With days on or before this one.
    pub until: Option<NaiveDate>,
    /// Families sign up today.
    pub open: bool,
}

impl CourseFilter {
    /// Courses with the cohorts that fit; a course none of whose cohorts fits is left out.
    pub fn narrow(&self, all: Vec<CourseView>, today: NaiveDate) -> Vec<CourseView> {
        let (from, until) = (self.from.map(|day| day.to_string()), self.until.map(|day| day.to_string()));
        let fits = |cohort: &cohort::Model| {
            (self.municipality.is_empty() || cohort.municipality_code == self.municipality)
                && from.as_ref().is_none_or(|from| cohort.ends_on >= *from)
                && until.as_ref().is_none_or(|until| cohort.starts_on <= *until)
                && (!self.open || cohort.window_open(today))
        };
        let of_field = all.into_iter().filter(|view| self.field.is_none_or(|field| view.course.field == field));
        let narrowed = of_field.map(|mut view| {
            view.cohorts.retain(fits);
            view
        });
        narrowed.filter(|view| !view.cohorts.is_empty()).collect()
    }
}

/// One of them.
pub async fn course(ctx: &Ctx, slug: &str) -> Result<CourseView, AppError> {
    let found = course::Entity::find().filter(course::Column::Slug.eq(slug)).one(ctx.db.read()).await?;
    let views = with_cohorts(ctx, found.into_iter().collect(), false).await?;
    views.into_iter().next().ok_or(AppError::NotFound)
}

/// Addresses of all courses and cohorts that everyone sees, below the language.
pub async fn public_paths(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    let paths = |view: CourseView| {
        let course = format!("/courses/{}", view.course.slug);
        let cohorts: Vec<String> = view.cohorts.iter().map(|cohort| format!("{course}/{}", cohort.number)).collect();
        std::iter::once(course).chain(cohorts)
    };
    Ok(courses(ctx).await?.into_iter().flat_map(paths).collect())
}

/// Address of a cohort, below the language.
pub async fn address(ctx: &Ctx, id: CohortId) -> Result<String, AppError> {
    let cohort = cohort::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    let course = course::Entity::find_by_id(cohort.course_id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    Ok(format!("/courses/{}/{}", course.slug, cohort.number))
}

/// A cohort with what everyone may know of who signed up.
#[derive(Debug, Clone)]
pub struct CohortView {
    /// Its course.
    pub course: course::Model,
    /// The cohort.
    pub cohort: cohort::Model,
    /// How many signed up.
    pub applied: u64,
    /// The published order: reference numbers only, with points where they made it.
    pub order: Vec<(String, EnrolmentState, Option<i64>)>,
    /// Who may sign up, for whom seats are kept, what gives points.
    pub conditions: Conditions,
    /// Its lessons in order.
    pub lessons: Vec<lesson::Model>,
}

/// A cohort by the address of its course and its number.
pub async fn cohort(ctx: &Ctx, slug: &str, number: i64) -> Result<CohortView, AppError> {
    let view = course(ctx, slug).await?;
    let cohort = view.cohorts.into_iter().find(|cohort| cohort.number == number).ok_or(AppError::NotFound)?;
    let of_cohort = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(cohort.id));
    let applied = of_cohort.clone().filter(enrolment::Column::State.ne(EnrolmentState::Withdrawn)).count(ctx.db.read()).await?;
    let conditions = terms::conditions(ctx.db.read(), cohort.id).await?;
    let order = if !matches!(cohort.state, CohortState::Open | CohortState::Cancelled) {
        let placed = of_cohort.filter(enrolment::Column::Position.is_not_null()).order_by_asc(enrolment::Column::Position);
        let given = given_points(ctx, &cohort, &conditions).await?;
        let total = |id| (cohort.policy == Policy::Score).then(|| terms::total(&conditions, &given, id)).flatten();
        placed.all(ctx.db.read()).await?.into_iter().map(|row| (row.reference, row.state, total(row.id))).collect()
    } else {
        Vec::new()
    };
    let lessons = lesson::of_cohort(ctx.db.read(), cohort.id).await?;
    Ok(CohortView { course: view.course, cohort, applied, order, conditions, lessons })
}

/// Points of a cohort that is ordered by them.
async fn given_points(ctx: &Ctx, cohort: &cohort::Model, conditions: &Conditions) -> Result<Vec<points::Model>, AppError> {
    if cohort.policy == Policy::Score { terms::points(ctx.db.read(), cohort, &conditions.criteria).await } else { Ok(Vec::new()) }
}

/// One's own enrolment with what it is about.
#[derive(Debug, Clone)]
pub struct Mine {
    /// The enrolment.
    pub enrolment: enrolment::Model,
    /// Its course.
    pub course: course::Model,
    /// Its cohort.
    pub cohort: cohort::Model,
    /// How many stand before it on the waiting list.
    pub before: u64,
    /// Lessons of the cohort, with the mark that holds.
    pub lessons: Vec<(lesson::Model, Option<Mark>)>,
    /// Code of the certificate that holds.
    pub certificate: Option<String>,
    /// Whether a file is asked for.
    pub files: bool,
    /// Once the order is published: each criterion with its weight and one's points.
    pub points: Vec<(criterion::Model, i64)>,
}

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
        let files = asking::questions(db, row.cohort_id).await?.iter().any(|question| question.kind == QuestionKind::File);
        let lessons = of_mine(db, &row).await?;
        let held = certificate::Entity::find()
            .filter(certificate::Column::EnrolmentId.eq(row.id))
            .filter(certificate::Column::State.eq(CertificateState::Issued));
        let certificate = held.one(db).await?.map(|held| held.code);
        let points = if matches!(cohort.state, CohortState::Planned | CohortState::Open) {
            Vec::new()
        } else {
            let conditions = terms::conditions(db, cohort.id).await?;
            let given = given_points(ctx, cohort, &conditions).await?;
            let own = |criterion: &criterion::Model| {
                given.iter().find(|points| points.enrolment_id == row.id && points.criterion_id == criterion.id).map(|own| own.points)
            };
            conditions.criteria.into_iter().filter_map(|criterion| own(&criterion).map(|points| (criterion, points))).collect()
        };
        all.push(Mine { course: course.clone(), cohort: cohort.clone(), enrolment: row, before, lessons, certificate, points, files });
    }
    Ok(all)
}

/// One's own enrolment in a cohort that was sent back, by its key as it stands in an address or a form; without one there is none.
pub async fn returned(ctx: &Ctx, cohort: CohortId, typed: &str) -> Result<Option<enrolment::Model>, AppError> {
    let Ok(id) = typed.parse::<EnrolmentId>() else { return Ok(None) };
    let query = enrolment::Entity::find_by_id(id)
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::ApplicantId.eq(ctx.actor.person()?.id))
        .filter(enrolment::Column::State.eq(EnrolmentState::Returned));
    Ok(query.one(ctx.db.read()).await?)
}

/// A cohort and its course.
pub async fn of_cohort(ctx: &Ctx, id: CohortId) -> Result<(course::Model, cohort::Model), AppError> {
    let db = ctx.db.read();
    let cohort = cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let course = course::Entity::find_by_id(cohort.course_id).one(db).await?.ok_or(AppError::NotFound)?;
    Ok((course, cohort))
}

/// The same for who plans.
pub async fn planned(ctx: &Ctx, id: CohortId) -> Result<(course::Model, cohort::Model), AppError> {
    ctx.actor.staff(STAFF)?;
    let (course, cohort) = of_cohort(ctx, id).await?;
    if reached(ctx, &cohort.municipality_code).await? { Ok((course, cohort)) } else { Err(AppError::NotFound) }
}

/// A lesson, for a trainee who scanned its code.
pub async fn lesson(ctx: &Ctx, id: LessonId) -> Result<lesson::Model, AppError> {
    lesson::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)
}

/// A lesson with everyone who is taught and the mark that holds.
pub async fn attendance(ctx: &Ctx, id: LessonId) -> Result<(lesson::Model, Vec<(enrolment::Model, Option<attendance::Model>)>), AppError> {
    let db = ctx.db.read();
    let lesson = lesson_in_reach(db, ctx, id).await?;
    let mut marks = attendance::marks(db, &[id]).await?;
    let rows = enrolment::taught(db, lesson.cohort_id).await?;
    let rows = rows.into_iter().map(|row| (marks.remove(&(id, row.id)), row)).map(|(mark, row)| (row, mark)).collect();
    Ok((lesson, rows))
}

/// One's own lessons as a trainer, the latest first, at most two hundred.
pub async fn teaching(ctx: &Ctx) -> Result<Vec<(lesson::Model, cohort::Model, course::Model)>, AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let db = ctx.db.read();
    let query = lesson::Entity::find().filter(lesson::Column::TrainerId.eq(me)).order_by_desc(lesson::Column::Day);
    let lessons = query.order_by_desc(lesson::Column::Begins).limit(200).all(db).await?;
    let cohorts = cohort::Entity::find().filter(cohort::Column::Id.is_in(lessons.iter().map(|row| row.cohort_id))).all(db).await?;
    let courses = course::Entity::find().filter(course::Column::Id.is_in(cohorts.iter().map(|row| row.course_id))).all(db).await?;
    let of = |lesson: lesson::Model| {
        let cohort = cohorts.iter().find(|cohort| cohort.id == lesson.cohort_id)?.clone();
        let course = courses.iter().find(|course| course.id == cohort.course_id)?.clone();
        Some((lesson, cohort, course))
    };
    Ok(lessons.into_iter().filter_map(of).collect())
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
    ctx.actor.staff(STAFF)?;
    ids(ctx.db.read(), id, &[EnrolmentState::Submitted]).await
}

/// Who is being taught.
pub async fn trainees(ctx: &Ctx, id: CohortId) -> Result<Vec<EnrolmentId>, AppError> {
    ids(ctx.db.read(), id, &[EnrolmentState::Attending]).await
}

/// One's own offers in a cohort.
pub async fn offers(ctx: &Ctx, id: CohortId) -> Result<Vec<EnrolmentId>, AppError> {
    let all = mine(ctx).await?.into_iter().filter(|mine| mine.cohort.id == id && mine.enrolment.state == EnrolmentState::Offered);
    Ok(all.map(|mine| mine.enrolment.id).collect())
}

/// Lessons of a cohort with their days, in order.
pub async fn lesson_days(ctx: &Ctx, id: CohortId) -> Result<Vec<(LessonId, String)>, AppError> {
    Ok(lesson::of_cohort(ctx.db.read(), id).await?.into_iter().map(|lesson| (lesson.id, lesson.day)).collect())
}

async fn of_mine<C: ConnectionTrait>(db: &C, row: &enrolment::Model) -> Result<Vec<(lesson::Model, Option<Mark>)>, AppError> {
    if !row.state.holds_seat() {
        return Ok(Vec::new());
    }
    let lessons = lesson::of_cohort(db, row.cohort_id).await?;
    let marks = attendance::marks(db, &lessons.iter().map(|lesson| lesson.id).collect::<Vec<_>>()).await?;
    let mark = |lesson: &lesson::Model| marks.get(&(lesson.id, row.id)).map(|row| row.mark);
    Ok(lessons.into_iter().map(|lesson| (mark(&lesson), lesson)).map(|(mark, lesson)| (lesson, mark)).collect())
}

/// All courses for the desk.
pub async fn desk_courses(ctx: &Ctx) -> Result<Vec<CourseView>, AppError> {
    ctx.actor.staff(STAFF)?;
    let all = course::Entity::find().order_by_desc(course::Column::Id).all(ctx.db.read()).await?;
    with_cohorts(ctx, all, true).await
}

/// One course for the desk.
pub async fn desk_course(ctx: &Ctx, id: CourseId) -> Result<CourseView, AppError> {
    ctx.actor.staff(STAFF)?;
    let found = course::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    with_cohorts(ctx, vec![found], true).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// A cohort for the desk.
#[derive(Debug, Clone)]
pub struct DeskCohort {
    /// Its course.
    pub course: course::Model,
    /// The cohort.
    pub cohort: cohort::Model,
    /// Who signed up within the actor's scope, with the name of the family; in order, or as they came.
    pub rows: Vec<(enrolment::Model, String)>,
    /// All by state, also out of scope.
    pub counts: HashMap<EnrolmentState, usize>,
    /// Who may sign up, for whom seats are kept, what gives points.
    pub conditions: Conditions,
    /// What was asked, and who answered what.
    pub questions: Vec<question::Model>,
    /// Answers by person and question.
    pub answers: HashMap<(EnrolmentId, QuestionId), answer::Model>,
    /// Families to which it was proposed.
    pub proposed: Vec<FamilyId>,
    /// Points given.
    pub points: Vec<points::Model>,
    /// The committee's sitting about it.
    pub sitting: Option<committee::Standing>,
    /// Whether it is the actor's to plan; others only look at those who signed up in their municipalities.
    pub reached: bool,
}

/// A cohort with who signed up.
pub async fn desk_cohort(ctx: &Ctx, id: CohortId) -> Result<DeskCohort, AppError> {
    ctx.actor.staff(STAFF)?;
    let db = ctx.db.read();
    let cohort = cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let course = course::Entity::find_by_id(cohort.course_id).one(db).await?.ok_or(AppError::NotFound)?;
    let query = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id));
    let mut counts = HashMap::new();
    for row in query.clone().all(db).await? {
        *counts.entry(row.state).or_default() += 1;
    }
    let reach = place::within(ctx.actor.scopes(STAFF), enrolment::Column::MunicipalityCode);
    let rows = query.filter(reach).order_by_asc(enrolment::Column::Position).order_by_asc(enrolment::Column::Id).all(db).await?;
    let names = families::public_names(db, rows.iter().map(|row| row.family_id).collect(), ctx.now).await?;
    let name = |row: &enrolment::Model| names.get(&row.family_id).map(|name| name.ar.clone()).unwrap_or_default();
    let rows: Vec<(enrolment::Model, String)> = rows.into_iter().map(|row| (name(&row), row)).map(|(name, row)| (row, name)).collect();
    let sitting = committee::standing(db, rules::SITTINGS, id.0).await?;
    // Who declared ties to somebody does not see the file here either.
    let hidden = committee::declared(ctx, rules::SITTINGS, id.0).await?;
    let rows: Vec<(enrolment::Model, String)> = rows.into_iter().filter(|(row, _)| !hidden.contains(&row.id.0)).collect();
    let reached = reached(ctx, &cohort.municipality_code).await?;
    let conditions = terms::conditions(db, id).await?;
    let points = given_points(ctx, &cohort, &conditions).await?;
    let questions = asking::questions(db, id).await?;
    let answers = asking::answers(db, rows.iter().map(|(row, _)| row.id).collect()).await?;
    let proposed = proposals::proposed_to(db, id).await?;
    Ok(DeskCohort { course, cohort, rows, counts, conditions, questions, answers, proposed, points, sitting, reached })
}
