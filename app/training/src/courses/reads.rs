//! Courses and cohorts as pages need them.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::courses::conditions::{self, Conditions, Given};
use crate::courses::questions::{self, NewQuestion};
use crate::courses::types::{About, CohortForm, CohortView, CourseForm, CourseView, ModuleForm};
use crate::entity::{cohort, course, enrolment, module};
use crate::reach::PLANNERS;
use crate::reads::lessons;
use crate::rules::{CohortState, EnrolmentState, Policy};
use crate::types::{Cohort, Course};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId};
use people::media::{self, Photo};

/// States of cohorts that everyone sees.
const SHOWN: [CohortState; 6] =
    [CohortState::Open, CohortState::Closed, CohortState::Running, CohortState::Finished, CohortState::Certified, CohortState::Cancelled];

impl CourseView {
    fn of(ctx: &Ctx, row: course::Model, cohorts: Vec<Cohort>) -> Self {
        let course = Course::of(ctx.l, &row);
        let about = About {
            aims: row.aims,
            prerequisites: row.prerequisites,
            partner: row.partner,
            partner_since: row.partner_since,
            logo: row.partner_logo_id,
            language: row.language,
            accessibility: row.accessibility,
            field: row.field,
            hours: row.hours,
            valid_months: row.valid_months,
            gives_mark: row.gives_mark,
        };
        Self { course, about, cohorts }
    }
}

/// All cohorts of some courses, the newest first.
async fn with_all_cohorts(ctx: &Ctx, courses: Vec<course::Model>) -> Result<Vec<CourseView>, AppError> {
    let query = cohort::Entity::find()
        .filter(cohort::Column::CourseId.is_in(courses.iter().map(|course| course.id)))
        .order_by_desc(cohort::Column::Number);
    let all = query.all(ctx.db.read()).await?;
    Ok(courses.into_iter().map(|course| joined(ctx, course, &all)).collect())
}

/// Some courses with the cohorts that everyone sees; without one, a course is left out.
async fn with_shown_cohorts(ctx: &Ctx, courses: Vec<course::Model>) -> Result<Vec<CourseView>, AppError> {
    let query = cohort::Entity::find()
        .filter(cohort::Column::CourseId.is_in(courses.iter().map(|course| course.id)))
        .filter(cohort::Column::State.is_in(SHOWN))
        .order_by_desc(cohort::Column::Number);
    let mut all = query.all(ctx.db.read()).await?;
    all.sort_by_key(|cohort| cohort.state != CohortState::Open);
    Ok(courses.into_iter().map(|course| joined(ctx, course, &all)).filter(|view| !view.cohorts.is_empty()).collect())
}

fn joined(ctx: &Ctx, course: course::Model, all: &[cohort::Model]) -> CourseView {
    let own = all.iter().filter(|cohort| cohort.course_id == course.id).cloned().map(Cohort::from).collect();
    CourseView::of(ctx, course, own)
}

/// Courses that have a cohort everyone sees: those that can still be joined before the others, the newest first.
pub async fn courses(ctx: &Ctx) -> Result<Vec<CourseView>, AppError> {
    let all = course::Entity::find().order_by_desc(course::Column::Id).all(ctx.db.read()).await?;
    let mut all = with_shown_cohorts(ctx, all).await?;
    all.sort_by_key(|view| view.cohorts.first().is_none_or(|first| first.state != CohortState::Open));
    Ok(all)
}

/// A course that has a cohort everyone sees.
pub async fn course(ctx: &Ctx, slug: &str) -> Result<CourseView, AppError> {
    let found = course::Entity::find().filter(course::Column::Slug.eq(slug)).one(ctx.db.read()).await?;
    let views = with_shown_cohorts(ctx, found.into_iter().collect()).await?;
    views.into_iter().next().ok_or(AppError::NotFound)
}

/// The logo of a course's partner.
pub async fn logo(ctx: &Ctx, about: &About) -> Result<Option<Photo>, AppError> {
    let Some(id) = about.logo.filter(|_| !about.partner.is_empty()) else { return Ok(None) };
    let found = media::photos(ctx.db.read(), vec![id]).await?.remove(&id);
    Ok(found.map(|photo| Photo { alt: about.partner.clone(), ..photo }))
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
    let (course, cohort) = crate::reads::of_cohort(ctx, id).await?;
    Ok(format!("/courses/{}/{}", course.slug, cohort.number))
}

/// The rows of a cohort that everyone sees, by the address of its course and its number.
pub(crate) async fn shown(ctx: &Ctx, slug: &str, number: i64) -> Result<(course::Model, cohort::Model), AppError> {
    let db = ctx.db.read();
    let shown = cohort::Entity::find().filter(cohort::Column::Number.eq(number)).filter(cohort::Column::State.is_in(SHOWN));
    let found = shown.find_also_related(course::Entity).filter(course::Column::Slug.eq(slug)).one(db).await?;
    let (cohort, course) = found.ok_or(AppError::NotFound)?;
    Ok((course.ok_or(AppError::NotFound)?, cohort))
}

/// A cohort by the address of its course and its number.
pub async fn cohort(ctx: &Ctx, slug: &str, number: i64) -> Result<CohortView, AppError> {
    let db = ctx.db.read();
    let (course, row) = shown(ctx, slug, number).await?;
    let (costs, contact, seed, minute) = (row.costs.clone(), row.contact.clone(), row.seed.clone(), row.minute.clone());
    let (course, cohort) = (Course::of(ctx.l, &course), Cohort::from(row));
    let of_cohort = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(cohort.id));
    let applied = of_cohort.clone().filter(enrolment::signed_up()).count(db).await?;
    let conditions = conditions::of_cohort(db, cohort.id).await?;
    let order = if !matches!(cohort.state, CohortState::Open | CohortState::Cancelled) {
        let placed = of_cohort.filter(enrolment::Column::Position.is_not_null()).order_by_asc(enrolment::Column::Position);
        let given = given_points(ctx, cohort.policy, &conditions).await?;
        let total = |id| (cohort.policy == Policy::Score).then(|| conditions::total(&conditions, &given, id)).flatten();
        placed.all(db).await?.into_iter().map(|row| (row.reference, row.state, total(row.id))).collect()
    } else {
        Vec::new()
    };
    let lessons = lessons(db, cohort.id).await?;
    Ok(CohortView { course, cohort, costs, contact, seed, minute, applied, order, conditions, lessons })
}

/// Points of a cohort that is ordered by them.
pub(crate) async fn given_points(ctx: &Ctx, policy: Policy, conditions: &Conditions) -> Result<Given, AppError> {
    if policy == Policy::Score { conditions::points(ctx.db.read(), &conditions.criteria).await } else { Ok(Given::new()) }
}

/// All courses for the desk.
pub async fn desk_courses(ctx: &Ctx) -> Result<Vec<CourseView>, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let all = course::Entity::find().order_by_desc(course::Column::Id).all(ctx.db.read()).await?;
    with_all_cohorts(ctx, all).await
}

/// One course for the desk.
pub async fn desk_course(ctx: &Ctx, id: CourseId) -> Result<CourseView, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let found = course::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    with_all_cohorts(ctx, vec![found]).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// A course as it would be typed, to be changed.
pub async fn stored_course(ctx: &Ctx, id: CourseId) -> Result<CourseForm, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let db = ctx.db.read();
    let row = course::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let module = |row: module::Model| (row.position, ModuleForm { title: row.title, hours: row.hours, learnt: row.learnt });
    Ok(CourseForm {
        title_ar: row.title_ar,
        title_en: row.title_en,
        aims: row.aims,
        prerequisites: row.prerequisites,
        partner: row.partner,
        partner_since: row.partner_since,
        language: row.language,
        accessibility: row.accessibility,
        field: row.field,
        hours: row.hours,
        valid_months: row.valid_months,
        gives_mark: row.gives_mark,
        modules: module::of_course(db, id).await?.into_iter().map(module).collect(),
    })
}

/// A cohort as it would be typed, to be changed or to begin another one with.
pub async fn stored_cohort(ctx: &Ctx, id: CohortId) -> Result<CohortForm, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let db = ctx.db.read();
    let row = cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let Conditions { terms, quotas, criteria } = conditions::of_cohort(db, id).await?;
    Ok(CohortForm {
        days: (row.starts_on, row.ends_on),
        window: (row.opens_on, row.closes_on),
        spill_on: row.spill_on,
        municipality: row.municipality_code,
        venue: row.venue,
        capacity: row.capacity,
        policy: row.policy,
        offer_days: row.offer_days,
        terms,
        quotas,
        criteria: criteria.into_iter().map(|row| (row.title, row.weight)).collect(),
        questions: questions::of_cohort(db, id).await?.into_iter().map(NewQuestion::from).collect(),
        carries_from: row.carries_from,
        costs: row.costs,
        contact: row.contact,
        attendance_min: row.attendance_min,
        assessed: row.assessed,
    })
}

/// How many waited in vain for a seat of a cohort.
pub async fn not_seated<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<u64, AppError> {
    let query = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id));
    Ok(query.filter(enrolment::Column::State.eq(EnrolmentState::NotSeated)).count(db).await?)
}
