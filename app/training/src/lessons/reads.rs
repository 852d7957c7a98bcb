//! Lessons as who teaches and who is taught see them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{attendance, cohort, course, enrolment, lesson};
use crate::reach::{TEACHERS, lesson_in_reach, taught_in_reach};
use crate::reads::modules;
use crate::rules::{EnrolmentState, Mark, Source};
use crate::types::{Cohort, Course, Lesson, Module};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{CohortId, EnrolmentId, FamilyId, LessonId};

/// A lesson, for a trainee who scanned its code.
pub async fn lesson(ctx: &Ctx, id: LessonId) -> Result<Lesson, AppError> {
    let found = lesson::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    Ok(found.into())
}

/// A lesson that the actor teaches or plans.
pub async fn taught_lesson(ctx: &Ctx, id: LessonId) -> Result<Lesson, AppError> {
    Ok(lesson_in_reach(ctx.db.read(), ctx, id).await?.into())
}

/// Somebody on the list of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The enrolment.
    pub id: EnrolmentId,
    /// Who.
    pub name: String,
    /// Number of the enrolment.
    pub reference: String,
    /// The family.
    pub family: FamilyId,
    /// Where the enrolment stands.
    pub state: EnrolmentState,
    /// What was noted last.
    pub noted: Option<Noted>,
}

/// Whether somebody was there, as it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its number: what is noted later has a higher one.
    pub id: i64,
    /// Whether.
    pub mark: Mark,
    /// How it is known.
    pub source: Source,
    /// When it was noted.
    pub at: DateTime<Utc>,
}

/// A lesson with everyone who is taught and the mark that holds.
pub async fn attendance(ctx: &Ctx, id: LessonId) -> Result<(Lesson, Vec<Listed>), AppError> {
    let db = ctx.db.read();
    let lesson = lesson_in_reach(db, ctx, id).await?;
    let mut marks = attendance::marks(db, &[id]).await?;
    let rows = enrolment::taught(db, lesson.cohort_id).await?;
    let noted = |row: attendance::Model| Noted { id: row.id, mark: row.mark, source: row.source, at: row.at };
    let listed = |row: enrolment::Model| {
        let noted = marks.remove(&(id, row.id)).map(noted);
        Listed { id: row.id, name: row.name, reference: row.reference, family: row.family_id, state: row.state, noted }
    };
    Ok((lesson.into(), rows.into_iter().map(listed).collect()))
}

/// What is assessed in a cohort that the actor teaches or plans, and in whom.
pub async fn assessed(ctx: &Ctx, id: CohortId) -> Result<(Vec<Module>, Vec<EnrolmentId>), AppError> {
    let db = ctx.db.read();
    let cohort = taught_in_reach(db, ctx, id).await?;
    let trainees = enrolment::taught(db, id).await?.into_iter().map(|row| row.id).collect();
    Ok((modules(db, cohort.course_id).await?, trainees))
}

/// A cohort with the lessons that somebody teaches in it, in their order.
#[derive(Debug, Clone)]
pub struct Taught {
    /// Its course.
    pub course: Course,
    /// The cohort.
    pub cohort: Cohort,
    /// The lessons.
    pub lessons: Vec<Lesson>,
}

/// One's own lessons as a trainer, the latest two hundred at most; first the cohort that has the latest of them.
pub async fn teaching(ctx: &Ctx) -> Result<Vec<Taught>, AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let db = ctx.db.read();
    let query = lesson::Entity::find().filter(lesson::Column::TrainerId.eq(me)).order_by_desc(lesson::Column::Day);
    let lessons = query.order_by_desc(lesson::Column::Begins).limit(200).all(db).await?;
    let cohorts = cohort::Entity::find().filter(cohort::Column::Id.is_in(lessons.iter().map(|row| row.cohort_id))).all(db).await?;
    let courses = course::Entity::find().filter(course::Column::Id.is_in(cohorts.iter().map(|row| row.course_id))).all(db).await?;
    let mut all: Vec<Taught> = Vec::new();
    for lesson in lessons.into_iter().map(Lesson::from) {
        if let Some(known) = all.iter_mut().find(|known| known.cohort.id == lesson.cohort) {
            known.lessons.insert(0, lesson);
            continue;
        }
        let Some(cohort) = cohorts.iter().find(|cohort| cohort.id == lesson.cohort) else { continue };
        let Some(course) = courses.iter().find(|course| course.id == cohort.course_id) else { continue };
        all.push(Taught { course: Course::of(ctx.l, course), cohort: cohort.clone().into(), lessons: vec![lesson] });
    }
    Ok(all)
}

/// Lessons of a cohort with their days, in order.
pub async fn lesson_days(ctx: &Ctx, id: CohortId) -> Result<Vec<(LessonId, NaiveDate)>, AppError> {
    Ok(lesson::of_cohort(ctx.db.read(), id).await?.into_iter().map(|lesson| (lesson.id, lesson.day)).collect())
}
