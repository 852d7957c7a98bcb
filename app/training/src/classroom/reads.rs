//! The classroom as a trainee sees it, and as who teaches does.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::classroom::feedback::{Feedback, feedback_of, may_rate};
use crate::courses::questions::{self, Answer, Question};
use crate::entity::{enrolment, homework, material, message};
use crate::reach::{mine, taught_in_reach};
use crate::reads::{lessons, modules, of_cohort};
use crate::rules::{INSIDE, QuestionKind};
use crate::types::{Cohort, Course, Lesson, Module};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId, EnrolmentId, HomeworkId, LessonId, MediaId};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Its key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The file.
    pub file: MediaId,
}

/// A message to everyone in a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What was written.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a trainee sent for a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Homework {
    /// Its key.
    pub id: HomeworkId,
    /// The lesson.
    pub lesson: LessonId,
    /// Words; may be empty where there is a file.
    pub words: String,
    /// A picture or a document.
    pub file: Option<MediaId>,
    /// What was answered; empty before that.
    pub reply: String,
}

impl From<homework::Model> for Homework {
    fn from(row: homework::Model) -> Self {
        Self { id: row.id, lesson: row.lesson_id, words: row.words, file: row.media_id, reply: row.reply }
    }
}

/// The classroom as a trainee sees it.
#[derive(Debug, Clone)]
pub struct Classroom {
    /// One's own enrolment.
    pub enrolment: EnrolmentId,
    /// Its cohort.
    pub cohort: Cohort,
    /// Its course.
    pub course: Course,
    /// Whether one has a seat: without it there are only one's own files.
    pub inside: bool,
    /// Lessons in their order.
    pub lessons: Vec<Lesson>,
    /// Modules with their materials.
    pub modules: Vec<(Module, Vec<Material>)>,
    /// Messages, the latest first.
    pub messages: Vec<Message>,
    /// One's own homework.
    pub homework: Vec<Homework>,
    /// Questions that are answered with a file, with the answer.
    pub files: Vec<(Question, Option<Answer>)>,
    /// Whether feedback can be given now.
    pub may_rate: bool,
}

async fn with_materials<C: ConnectionTrait>(db: &C, course: CourseId) -> Result<Vec<(Module, Vec<Material>)>, AppError> {
    let modules = modules(db, course).await?;
    let query = material::Entity::find().filter(material::Column::ModuleId.is_in(modules.iter().map(|row| row.id)));
    let all = query.order_by_asc(material::Column::Id).all(db).await?;
    let material = |row: &material::Model| Material { id: row.id, name: row.name.clone(), file: row.media_id };
    let of = |module: Module| {
        let own = all.iter().filter(|row| row.module_id == module.id).map(material).collect();
        (module, own)
    };
    Ok(modules.into_iter().map(of).collect())
}

async fn messages<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<Message>, AppError> {
    let query = message::Entity::find().filter(message::Column::CohortId.eq(id)).order_by_desc(message::Column::Id).limit(50);
    Ok(query.all(db).await?.into_iter().map(|row| Message { words: row.words, at: row.at }).collect())
}

/// One's own classroom.
pub async fn classroom(ctx: &Ctx, id: EnrolmentId) -> Result<Classroom, AppError> {
    let db = ctx.db.read();
    let enrolment = mine(db, ctx, id).await?;
    let (course, cohort) = of_cohort(ctx, enrolment.cohort_id).await?;
    let known = questions::answers(db, vec![id]).await?;
    let asked = questions::of_cohort(db, cohort.id).await?.into_iter().filter(|question| question.kind == QuestionKind::File);
    let answered = |question: Question| {
        let answer = known.get(&(id, question.id)).cloned();
        (question, answer)
    };
    let files = asked.map(answered).collect();
    let inside = INSIDE.contains(&enrolment.state);
    let lessons = lessons(db, cohort.id).await?;
    let may_rate = inside && may_rate(&enrolment, &cohort, &lessons, day_in_tripoli(ctx.now));
    let mut room = Classroom {
        enrolment: id,
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
        room.modules = with_materials(db, room.course.id).await?;
        room.messages = messages(db, room.cohort.id).await?;
        let own = homework::Entity::find().filter(homework::Column::EnrolmentId.eq(id)).order_by_asc(homework::Column::Id);
        room.homework = own.all(db).await?.into_iter().map(Homework::from).collect();
    }
    Ok(room)
}

/// The classroom as who teaches or plans sees it.
#[derive(Debug, Clone)]
pub struct DeskClassroom {
    /// Its cohort.
    pub cohort: Cohort,
    /// Its course.
    pub course: Course,
    /// Modules with their materials.
    pub modules: Vec<(Module, Vec<Material>)>,
    /// Messages, the latest first.
    pub messages: Vec<Message>,
    /// Homework with its lesson and the name of who sent it, the latest first.
    pub homework: Vec<(Homework, Lesson, String)>,
    /// What was said at the end.
    pub feedback: Feedback,
}

/// The classroom of a cohort.
pub async fn desk_classroom(ctx: &Ctx, id: CohortId) -> Result<DeskClassroom, AppError> {
    let db = ctx.db.read();
    taught_in_reach(db, ctx, id).await?;
    let (course, cohort) = of_cohort(ctx, id).await?;
    let lessons = lessons(db, id).await?;
    let query = homework::Entity::find().filter(homework::Column::LessonId.is_in(lessons.iter().map(|lesson| lesson.id)));
    let sent = query.order_by_desc(homework::Column::Id).limit(300).all(db).await?;
    let people = enrolment::Entity::find().filter(enrolment::Column::Id.is_in(sent.iter().map(|row| row.enrolment_id))).all(db).await?;
    let of = |row: homework::Model| {
        let lesson = lessons.iter().find(|lesson| lesson.id == row.lesson_id)?.clone();
        let name = people.iter().find(|person| person.id == row.enrolment_id)?.name.clone();
        Some((row.into(), lesson, name))
    };
    let homework = sent.into_iter().filter_map(of).collect();
    Ok(DeskClassroom {
        modules: with_materials(db, course.id).await?,
        messages: messages(db, id).await?,
        homework,
        feedback: feedback_of(db, &cohort, day_in_tripoli(ctx.now)).await?,
        cohort,
        course,
    })
}
