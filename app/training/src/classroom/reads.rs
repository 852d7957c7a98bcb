//! The classroom as a trainee sees it, and as who teaches does.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::classroom::feedback::{Feedback, feedback_of, may_rate};
use crate::courses::{self, questions};
use crate::entity::{answer, cohort, course, enrolment, homework, lesson, material, message, module, question};
use crate::reach::{mine, taught_in_reach};
use crate::rules::{INSIDE, QuestionKind};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CohortId, EnrolmentId};

/// The classroom as a trainee sees it.
#[derive(Debug, Clone)]
pub struct Classroom {
    /// One's own enrolment.
    pub enrolment: enrolment::Model,
    /// Its cohort.
    pub cohort: cohort::Model,
    /// Its course.
    pub course: course::Model,
    /// Whether one has a seat: without it there are only one's own files.
    pub inside: bool,
    /// Lessons in their order.
    pub lessons: Vec<lesson::Model>,
    /// Modules with their materials.
    pub modules: Vec<(module::Model, Vec<material::Model>)>,
    /// Messages, the latest first.
    pub messages: Vec<message::Model>,
    /// One's own homework.
    pub homework: Vec<homework::Model>,
    /// Questions that are answered with a file, with the answer.
    pub files: Vec<(question::Model, Option<answer::Model>)>,
    /// Whether feedback can be given now.
    pub may_rate: bool,
}

async fn with_materials<C: ConnectionTrait>(
    db: &C,
    course: &course::Model,
) -> Result<Vec<(module::Model, Vec<material::Model>)>, AppError> {
    let modules = module::of_course(db, course.id).await?;
    let query = material::Entity::find().filter(material::Column::ModuleId.is_in(modules.iter().map(|row| row.id)));
    let all = query.order_by_asc(material::Column::Id).all(db).await?;
    let of = |module: module::Model| {
        let own = all.iter().filter(|row| row.module_id == module.id).cloned().collect();
        (module, own)
    };
    Ok(modules.into_iter().map(of).collect())
}

async fn messages<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<message::Model>, AppError> {
    let query = message::Entity::find().filter(message::Column::CohortId.eq(id)).order_by_desc(message::Column::Id).limit(50);
    Ok(query.all(db).await?)
}

/// One's own classroom.
pub async fn room(ctx: &Ctx, id: EnrolmentId) -> Result<Classroom, AppError> {
    let db = ctx.db.read();
    let enrolment = mine(db, ctx, id).await?;
    let (course, cohort) = courses::reads::of_cohort(ctx, enrolment.cohort_id).await?;
    let known = questions::answers(db, vec![id]).await?;
    let asked = questions::of_cohort(db, cohort.id).await?.into_iter().filter(|question| question.kind == QuestionKind::File);
    let answered = |question: question::Model| {
        let answer = known.get(&(id, question.id)).cloned();
        (question, answer)
    };
    let files = asked.map(answered).collect();
    let inside = INSIDE.contains(&enrolment.state);
    let lessons = lesson::of_cohort(db, cohort.id).await?;
    let may_rate = inside && may_rate(&enrolment, &cohort, &lessons, day_in_tripoli(ctx.now));
    let mut room = Classroom {
        enrolment,
        inside,
        lessons,
        modules: Vec::new(),
        messages: Vec::new(),
        homework: Vec::new(),
        files,
        may_rate,
        cohort,
        course,
    };
    if inside {
        room.modules = with_materials(db, &room.course).await?;
        room.messages = messages(db, room.cohort.id).await?;
        let own = homework::Entity::find().filter(homework::Column::EnrolmentId.eq(id)).order_by_asc(homework::Column::Id);
        room.homework = own.all(db).await?;
    }
    Ok(room)
}

/// The classroom as who teaches or plans sees it.
#[derive(Debug, Clone)]
pub struct DeskClassroom {
    /// Its cohort.
    pub cohort: cohort::Model,
    /// Its course.
    pub course: course::Model,
    /// Modules with their materials.
    pub modules: Vec<(module::Model, Vec<material::Model>)>,
    /// Messages, the latest first.
    pub messages: Vec<message::Model>,
    /// Homework with its lesson and the name of who sent it, the latest first.
    pub homework: Vec<(homework::Model, lesson::Model, String)>,
    /// What was said at the end.
    pub feedback: Feedback,
}

/// The classroom of a cohort.
pub async fn desk_room(ctx: &Ctx, id: CohortId) -> Result<DeskClassroom, AppError> {
    let db = ctx.db.read();
    taught_in_reach(db, ctx, id).await?;
    let (course, cohort) = courses::reads::of_cohort(ctx, id).await?;
    let lessons = lesson::of_cohort(db, id).await?;
    let query = homework::Entity::find().filter(homework::Column::LessonId.is_in(lessons.iter().map(|lesson| lesson.id)));
    let sent = query.order_by_desc(homework::Column::Id).limit(300).all(db).await?;
    let people = enrolment::Entity::find().filter(enrolment::Column::Id.is_in(sent.iter().map(|row| row.enrolment_id))).all(db).await?;
    let of = |row: homework::Model| {
        let lesson = lessons.iter().find(|lesson| lesson.id == row.lesson_id)?.clone();
        let name = people.iter().find(|person| person.id == row.enrolment_id)?.name.clone();
        Some((row, lesson, name))
    };
    let homework = sent.into_iter().filter_map(of).collect();
    Ok(DeskClassroom {
        modules: with_materials(db, &course).await?,
        messages: messages(db, id).await?,
        homework,
        feedback: feedback_of(db, &cohort, day_in_tripoli(ctx.now)).await?,
        cohort,
        course,
    })
}
