//! Courses and cohorts as pages need them.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::courses::conditions::{self, Conditions};
use crate::entity::{cohort, course, enrolment, lesson, points};
use crate::reach::{STAFF, reached};
use crate::rules::{CohortState, CourseField, EnrolmentState, Policy};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId};

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
    let conditions = conditions::of_cohort(ctx.db.read(), cohort.id).await?;
    let order = if !matches!(cohort.state, CohortState::Open | CohortState::Cancelled) {
        let placed = of_cohort.filter(enrolment::Column::Position.is_not_null()).order_by_asc(enrolment::Column::Position);
        let given = given_points(ctx, &cohort, &conditions).await?;
        let total = |id| (cohort.policy == Policy::Score).then(|| conditions::total(&conditions, &given, id)).flatten();
        placed.all(ctx.db.read()).await?.into_iter().map(|row| (row.reference, row.state, total(row.id))).collect()
    } else {
        Vec::new()
    };
    let lessons = lesson::of_cohort(ctx.db.read(), cohort.id).await?;
    Ok(CohortView { course: view.course, cohort, applied, order, conditions, lessons })
}

/// Points of a cohort that is ordered by them.
pub(crate) async fn given_points(ctx: &Ctx, cohort: &cohort::Model, conditions: &Conditions) -> Result<Vec<points::Model>, AppError> {
    if cohort.policy == Policy::Score { conditions::points(ctx.db.read(), cohort, &conditions.criteria).await } else { Ok(Vec::new()) }
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

/// How many waited in vain for a seat of a cohort.
pub async fn not_seated<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<u64, AppError> {
    use sea_orm::PaginatorTrait;
    let query = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id));
    Ok(query.filter(enrolment::Column::State.eq(EnrolmentState::NotSeated)).count(db).await?)
}
