//! Lessons as who teaches and who is taught see them.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{attendance, cohort, course, enrolment, lesson};
use crate::reach::{TEACHERS, lesson_in_reach};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, LessonId};

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

/// Lessons of a cohort with their days, in order.
pub async fn lesson_days(ctx: &Ctx, id: CohortId) -> Result<Vec<(LessonId, String)>, AppError> {
    Ok(lesson::of_cohort(ctx.db.read(), id).await?.into_iter().map(|lesson| (lesson.id, lesson.day)).collect())
}
