//! What a cohort shares: messages to everyone, materials, homework, and files that were asked for.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::{answer, cohort, course, enrolment, homework, lesson, material, message, module, question};
use crate::feedback::{Feedback, feedback_of, may_rate};
use crate::reach::{STAFF, TEACHERS, inside, mine, own, reached, record, taught_in_reach};
use crate::rules::{self, CohortState, EnrolmentState, INSIDE, QuestionKind};
use crate::{asking, reads};
use cases::committee;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CohortId, EnrolmentId, HomeworkId, LessonId, MediaId, ModuleId, QuestionId};
use people::media::{self, NewMedia};
use people::notifications::{Notice, tell};
use people::place;

/// Whoever teaches or plans a cohort writes to all who have a seat in it.
pub async fn write(ctx: &Ctx, id: CohortId, words: &str) -> Result<(), AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = taught_in_reach(&*tx, ctx, id).await?;
    // The same form sent twice writes once.
    let last = message::Entity::find().filter(message::Column::CohortId.eq(id)).order_by_desc(message::Column::Id).one(&*tx).await?;
    if last.is_some_and(|last| last.words == words && last.by_id == me) {
        return Ok(());
    }
    let row =
        message::ActiveModel { cohort_id: Set(id), words: Set(words.to_owned()), by_id: Set(me), at: Set(ctx.now), ..Default::default() };
    row.insert(&*tx).await?;
    let title = course::title_of(&tx, &cohort).await?;
    for row in enrolment::of_cohort(&tx, id, &INSIDE).await? {
        let notice = Notice::CohortMessage { title: title.clone(), words: words.to_owned() };
        tell(&tx, ctx, row.applicant_id, &notice, &format!("/me/training/{}", row.id)).await?;
    }
    Ok(tx.commit().await?)
}

/// A file to read for a module of the course; trainees of all its cohorts download it.
pub async fn add_material(ctx: &Ctx, id: CohortId, module: ModuleId, name: String, new: NewMedia) -> Result<(), AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = taught_in_reach(&*tx, ctx, id).await?;
    let of_course = module::Entity::find_by_id(module).filter(module::Column::CourseId.eq(cohort.course_id));
    of_course.one(&*tx).await?.ok_or(FieldErrors::one("module", Problem::NotAChoice))?;
    let media = media::add(&tx, ctx, None, new).await?;
    let row = material::ActiveModel {
        module_id: Set(module),
        name: Set(name),
        media_id: Set(media),
        added_by: Set(me),
        at: Set(ctx.now),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    record(&tx, ctx, "training.material", "cohort", id.0, String::new()).await?;
    Ok(tx.commit().await?)
}

/// Takes a material away again.
pub async fn remove_material(ctx: &Ctx, id: CohortId, material: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let cohort = taught_in_reach(&*tx, ctx, id).await?;
    let found = material::Entity::find_by_id(material).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let of_course = module::Entity::find_by_id(found.module_id).filter(module::Column::CourseId.eq(cohort.course_id));
    of_course.one(&*tx).await?.ok_or(AppError::NotFound)?;
    // A trainer takes away what is the trainer's own; who plans the cohort, everything of the course.
    let plans = ctx.actor.staff(STAFF).is_ok() && reached(ctx, &cohort.municipality_code).await?;
    if Some(found.added_by) != ctx.actor.id() && !plans {
        return Err(AppError::NotFound);
    }
    material::Entity::delete_by_id(material).exec(&*tx).await?;
    media::discard(&tx, ctx, found.media_id).await?;
    record(&tx, ctx, "training.material", "cohort", id.0, "removed".to_owned()).await?;
    Ok(tx.commit().await?)
}

/// Whether a trainee may send something for a lesson now; asked before a byte is stored.
pub async fn may_send(ctx: &Ctx, id: EnrolmentId, lesson: LessonId) -> Result<(), AppError> {
    let db = ctx.db.read();
    let (row, cohort) = inside(db, ctx, id).await?;
    let of_cohort = lesson::Entity::find_by_id(lesson).filter(lesson::Column::CohortId.eq(row.cohort_id));
    of_cohort.one(db).await?.ok_or(AppError::NotFound)?;
    if matches!(cohort.state, CohortState::Closed | CohortState::Running) { Ok(()) } else { Err(Reason::NotNow.into()) }
}

/// A picture or words for a lesson, seen by who teaches it.
pub async fn send_homework(ctx: &Ctx, id: EnrolmentId, lesson: LessonId, words: String, new: Option<NewMedia>) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    may_send(ctx, id, lesson).await?;
    let tx = ctx.begin().await?;
    if !INSIDE.contains(&own(&tx, ctx, id).await?.1.state) {
        return Err(AppError::NotFound);
    }
    if words.is_empty() && new.is_none() {
        return Err(FieldErrors::one("homework", Problem::Required).into());
    }
    let sent = homework::Entity::find().filter(homework::Column::LessonId.eq(lesson)).filter(homework::Column::EnrolmentId.eq(id));
    if sent.all(&*tx).await?.len() >= MOST_HOMEWORK {
        return Err(FieldErrors::one("homework", Problem::AtMost(MOST_HOMEWORK)).into());
    }
    let media_id = match new {
        Some(new) => Some(media::add(&tx, ctx, Some(me), new).await?),
        None => None,
    };
    let row = homework::ActiveModel {
        lesson_id: Set(lesson),
        enrolment_id: Set(id),
        words: Set(words),
        media_id: Set(media_id),
        at: Set(ctx.now),
        reply: Set(String::new()),
        replied_by: Set(None),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Pieces of homework that one sends for a lesson at most.
pub const MOST_HOMEWORK: usize = 5;

/// Who teaches answers a piece of homework.
pub async fn reply(ctx: &Ctx, id: HomeworkId, words: &str) -> Result<CohortId, AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let tx = ctx.begin().await?;
    let found = homework::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    let row = enrolment::Entity::find_by_id(found.enrolment_id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let cohort = taught_in_reach(&*tx, ctx, row.cohort_id).await?;
    if found.reply != words {
        let mut found = found.into_active_model();
        found.reply = Set(words.to_owned());
        found.replied_by = Set(Some(me));
        found.update(&*tx).await?;
        let title = course::title_of(&tx, &cohort).await?;
        let notice = Notice::HomeworkAnswered { title, words: words.to_owned() };
        tell(&tx, ctx, row.applicant_id, &notice, &format!("/me/training/{}", row.id)).await?;
    }
    tx.commit().await?;
    Ok(cohort.id)
}

/// Whether a question of the cohort is answered with a file by this person now.
pub async fn may_answer(ctx: &Ctx, id: EnrolmentId, question: QuestionId) -> Result<(), AppError> {
    let db = ctx.db.read();
    let row = mine(db, ctx, id).await?;
    let asked = question::Entity::find_by_id(question).filter(question::Column::CohortId.eq(row.cohort_id)).one(db).await?;
    asked.filter(|asked| asked.kind == QuestionKind::File).ok_or(AppError::NotFound)?;
    if EnrolmentState::OPEN.contains(&row.state) { Ok(()) } else { Err(Reason::NotNow.into()) }
}

/// The file that a question asks for; another one takes the place of the first.
pub async fn answer_with_file(ctx: &Ctx, id: EnrolmentId, question: QuestionId, name: String, new: NewMedia) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    may_answer(ctx, id, question).await?;
    let tx = ctx.begin().await?;
    let (_, row) = own(&tx, ctx, id).await?;
    // What was looked at is not exchanged.
    if !EnrolmentState::OPEN.contains(&row.state) {
        return Err(Reason::NotNow.into());
    }
    if let Some(known) = answer::Entity::find_by_id((id, question)).one(&*tx).await? {
        answer::Entity::delete_by_id((id, question)).exec(&*tx).await?;
        if let Some(media) = known.media_id {
            media::discard(&tx, ctx, media).await?;
        }
    }
    let media = media::add(&tx, ctx, Some(me), new).await?;
    let row = answer::ActiveModel { enrolment_id: Set(id), question_id: Set(question), answer: Set(name), media_id: Set(Some(media)) };
    row.insert(&*tx).await?;
    Ok(tx.commit().await?)
}

/// The room as a trainee sees it.
#[derive(Debug, Clone)]
pub struct Room {
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

/// One's own room.
pub async fn room(ctx: &Ctx, id: EnrolmentId) -> Result<Room, AppError> {
    let db = ctx.db.read();
    let enrolment = mine(db, ctx, id).await?;
    let (course, cohort) = reads::of_cohort(ctx, enrolment.cohort_id).await?;
    let known = asking::answers(db, vec![id]).await?;
    let asked = asking::questions(db, cohort.id).await?.into_iter().filter(|question| question.kind == QuestionKind::File);
    let answered = |question: question::Model| {
        let answer = known.get(&(id, question.id)).cloned();
        (question, answer)
    };
    let files = asked.map(answered).collect();
    let inside = INSIDE.contains(&enrolment.state);
    let lessons = lesson::of_cohort(db, cohort.id).await?;
    let may_rate = inside && may_rate(&enrolment, &cohort, &lessons, day_in_tripoli(ctx.now));
    let mut room = Room {
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

/// The room as who teaches or plans sees it.
#[derive(Debug, Clone)]
pub struct DeskRoom {
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

/// The room of a cohort.
pub async fn desk_room(ctx: &Ctx, id: CohortId) -> Result<DeskRoom, AppError> {
    let db = ctx.db.read();
    taught_in_reach(db, ctx, id).await?;
    let (course, cohort) = reads::of_cohort(ctx, id).await?;
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
    Ok(DeskRoom {
        modules: with_materials(db, &course).await?,
        messages: messages(db, id).await?,
        homework,
        feedback: feedback_of(db, &cohort, day_in_tripoli(ctx.now)).await?,
        cohort,
        course,
    })
}

/// Whether a file of training is for this reader: a material for who is taught the course or teaches, homework and answers for
/// who teaches or plans the cohort. Its owner is let in by the file itself.
pub async fn file_in_scope(ctx: &Ctx, id: MediaId) -> Result<bool, AppError> {
    let db = ctx.db.read();
    let teaches = async |cohort: CohortId| match taught_in_reach(db, ctx, cohort).await {
        Ok(_) => Ok(true),
        Err(AppError::NotFound | AppError::SecondFactorFirst) => Ok(false),
        Err(error) => Err(error),
    };
    if let Some(row) = material::Entity::find().filter(material::Column::MediaId.eq(id)).one(db).await? {
        let module = module::Entity::find_by_id(row.module_id).one(db).await?.ok_or(AppError::NotFound)?;
        let mine = enrolment::Entity::find()
            .filter(enrolment::Column::CourseId.eq(module.course_id))
            .filter(enrolment::Column::ApplicantId.eq(ctx.actor.person()?.id))
            .filter(enrolment::Column::State.is_in(INSIDE));
        if mine.one(db).await?.is_some() {
            return Ok(true);
        }
        let cohorts = cohort::Entity::find().filter(cohort::Column::CourseId.eq(module.course_id)).all(db).await?;
        for cohort in cohorts {
            if teaches(cohort.id).await? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(sent) = homework::Entity::find().filter(homework::Column::MediaId.eq(id)).one(db).await? {
        let row = enrolment::Entity::find_by_id(sent.enrolment_id).one(db).await?.ok_or(AppError::NotFound)?;
        return teaches(row.cohort_id).await;
    }
    // What belongs to an application is for who screens it: officers of the family's place, nobody with ties to it.
    let Some(sent) = answer::Entity::find().filter(answer::Column::MediaId.eq(id)).one(db).await? else { return Ok(false) };
    if ctx.actor.staff(STAFF).is_err() {
        return Ok(false);
    }
    let reach = place::within(ctx.actor.scopes(STAFF), enrolment::Column::MunicipalityCode);
    let Some(row) = enrolment::Entity::find_by_id(sent.enrolment_id).filter(reach).one(db).await? else { return Ok(false) };
    Ok(!committee::declared(ctx, rules::SITTINGS, row.cohort_id.0).await?.contains(&row.id.0))
}

/// A family that leaves takes along what it sent and answered.
pub(crate) async fn forget(tx: &Tx, ctx: &Ctx, id: EnrolmentId) -> Result<(), AppError> {
    let sent = homework::Entity::find().filter(homework::Column::EnrolmentId.eq(id)).all(&**tx).await?;
    let answered = answer::Entity::find().filter(answer::Column::EnrolmentId.eq(id)).all(&**tx).await?;
    homework::Entity::delete_many().filter(homework::Column::EnrolmentId.eq(id)).exec(&**tx).await?;
    answer::Entity::delete_many().filter(answer::Column::EnrolmentId.eq(id)).exec(&**tx).await?;
    let files = sent.into_iter().filter_map(|row| row.media_id).chain(answered.into_iter().filter_map(|row| row.media_id));
    for media in files.collect::<Vec<_>>() {
        media::discard(tx, ctx, media).await?;
    }
    Ok(())
}
