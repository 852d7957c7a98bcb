//! Courses, cohorts and lessons as every part of training shows them.

use sea_orm::{ConnectionTrait, EntityTrait};

use crate::entity::{cohort, course, lesson, module};
use crate::reach::{PLANNERS, reached};
use crate::types::{Cohort, Course, Lesson, Module};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId};
use ground::texts::{self, Locale};

impl Course {
    /// The course of a row, in a language.
    pub(crate) fn of(l: Locale, row: &course::Model) -> Self {
        Self { id: row.id, slug: row.slug.clone(), title: texts::pick(l, &row.title_ar, &row.title_en).to_owned() }
    }
}

impl From<cohort::Model> for Cohort {
    fn from(row: cohort::Model) -> Self {
        Self {
            id: row.id,
            number: row.number,
            state: row.state,
            window: row.window(),
            completion: row.completion(),
            municipality: row.municipality_code,
            venue: row.venue,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            capacity: row.capacity,
            policy: row.policy,
            spill_on: row.spill_on,
            draw_at: row.draw_at,
        }
    }
}

impl From<lesson::Model> for Lesson {
    fn from(row: lesson::Model) -> Self {
        Self {
            id: row.id,
            cohort: row.cohort_id,
            day: row.day,
            begins: row.begins,
            ends: row.ends,
            venue: row.venue,
            topic: row.topic,
            link: row.link,
            trainer: row.trainer_id,
        }
    }
}

impl From<module::Model> for Module {
    fn from(row: module::Model) -> Self {
        Self { id: row.id, title: row.title, hours: row.hours, learnt: row.learnt }
    }
}

/// A cohort and its course.
pub async fn of_cohort(ctx: &Ctx, id: CohortId) -> Result<(Course, Cohort), AppError> {
    let (course, cohort) = rows_of_cohort(ctx.db.read(), id).await?;
    Ok((Course::of(ctx.l, &course), cohort.into()))
}

/// The rows of a cohort and of its course.
pub(crate) async fn rows_of_cohort<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<(course::Model, cohort::Model), AppError> {
    let (cohort, course) = cohort::Entity::find_by_id(id).find_also_related(course::Entity).one(db).await?.ok_or(AppError::NotFound)?;
    Ok((course.ok_or(AppError::NotFound)?, cohort))
}

/// The same for who plans.
pub async fn planned(ctx: &Ctx, id: CohortId) -> Result<(Course, Cohort), AppError> {
    ctx.actor.staff(PLANNERS)?;
    let (course, cohort) = of_cohort(ctx, id).await?;
    if reached(ctx, &cohort.municipality).await? { Ok((course, cohort)) } else { Err(AppError::NotFound) }
}

/// Lessons of a cohort in their order.
pub(crate) async fn lessons<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<Lesson>, AppError> {
    Ok(lesson::of_cohort(db, id).await?.into_iter().map(Lesson::from).collect())
}

/// Modules of a course in their order.
pub(crate) async fn modules<C: ConnectionTrait>(db: &C, id: CourseId) -> Result<Vec<Module>, AppError> {
    Ok(module::of_course(db, id).await?.into_iter().map(Module::from).collect())
}
