//! Who was there, what they can do now, and who has completed the cohort.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict,
};
use sha2::{Digest, Sha256};

use crate::enrolment::rules::{EnrolmentMove, step};
use crate::entity::{assessment, attendance, cohort, course, enrolment, lesson, module};
use crate::lessons::schedule::{PASSING, minutes, outcome, share};
use crate::lessons::{acts, reads};
use crate::reach::{STAFF, in_reach, lesson_in_reach, locked, not_mine, record, taught_in_reach};
use crate::rules::{CohortState, EnrolmentState, Mark, Source};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CohortId, EnrolmentId, LessonId, ModuleId};
use people::notifications::{Notice, tell};

/// The cohort of a lesson, running; it begins here on its first day if the worker was not there yet.
async fn running(tx: &Tx, ctx: &Ctx, id: CohortId) -> Result<cohort::Model, AppError> {
    let found = locked(tx, id).await?;
    if acts::due(&found, ctx) {
        acts::begin(tx, ctx, found).await?;
    }
    let found = locked(tx, id).await?;
    if found.state == CohortState::Running { Ok(found) } else { Err(Reason::NotNow.into()) }
}

/// Notes who was there, on the day of the lesson or after it: what differs from what stands there is appended, nothing is
/// overwritten. `seen` is the latest row that the list was drawn from; what somebody else noted otherwise since then is shown
/// before it is changed again. Nobody notes their own attendance. Gives how many rows were appended.
pub async fn note(ctx: &Ctx, id: LessonId, source: Source, seen: i64, wanted: &[(EnrolmentId, Mark)]) -> Result<usize, AppError> {
    let tx = ctx.begin().await?;
    let found = lesson_in_reach(&*tx, ctx, id).await?;
    let cohort = running(&tx, ctx, found.cohort_id).await?;
    if found.day > day_in_tripoli(ctx.now).to_string() {
        return Err(Reason::LessonAhead.into());
    }
    let me = ctx.actor.person()?.id;
    let trainees = enrolment::of_cohort(&tx, cohort.id, &[EnrolmentState::Attending]).await?;
    let now = attendance::marks(&*tx, &[id]).await?;
    let (mut errors, mut appended) = (FieldErrors::default(), 0);
    for (who, mark) in wanted {
        let trainee = trainees.iter().find(|row| row.id == *who).ok_or(Reason::NotOfCohort)?;
        let standing = now.get(&(id, *who));
        if standing.is_some_and(|row| row.mark == *mark) {
            continue;
        }
        if trainee.applicant_id == me {
            return Err(Reason::OwnCase.into());
        }
        if let Some(row) = standing.filter(|row| row.id > seen && row.by_id != me) {
            errors.add(&format!("mark_{who}"), Problem::MarkedMeanwhile(row.mark.word(ctx.l)));
            continue;
        }
        append(&tx, ctx, id, *who, *mark, source).await?;
        appended += 1;
    }
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    if appended > 0 {
        record(&tx, ctx, "training.attendance", "lesson", id.0, format!("{appended} by {}", source.code())).await?;
    }
    tx.commit().await?;
    Ok(appended)
}

async fn append(tx: &Tx, ctx: &Ctx, lesson: LessonId, who: EnrolmentId, mark: Mark, source: Source) -> Result<(), AppError> {
    let row = attendance::ActiveModel {
        lesson_id: Set(lesson),
        enrolment_id: Set(who),
        mark: Set(mark),
        source: Set(source),
        by_id: Set(ctx.actor.person()?.id),
        at: Set(ctx.now),
        ..Default::default()
    };
    attendance::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Seconds for which the code on the trainer's screen is new.
pub const CODE_SECONDS: i64 = 30;

/// The code on the trainer's screen at a time.
pub fn code_at(lesson: &lesson::Model, at: i64) -> String {
    let window = at.div_euclid(CODE_SECONDS);
    let digest = Sha256::digest(format!("{}:{}:{window}", lesson.secret, lesson.id));
    hex::encode(&digest[..8])
}

/// Only a trainee of the lesson's cohort confirms; others are told so.
pub async fn may_scan(ctx: &Ctx, id: LessonId) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    let found = reads::lesson(ctx, id).await?;
    let mut everyone = enrolment::taught(ctx.db.read(), found.cohort_id).await?.into_iter();
    if everyone.any(|row| row.applicant_id == me) { Ok(()) } else { Err(Reason::NotOfCohort.into()) }
}

/// A trainee scans the code in the room: it is that of this half minute, or of the one before, on the day of the lesson. What
/// the trainer noted stays.
pub async fn scan(ctx: &Ctx, id: LessonId, code: &str) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    let found = lesson::Entity::find_by_id(id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let cohort = running(&tx, ctx, found.cohort_id).await?;
    let now = ctx.now.timestamp();
    let fresh = [now, now - CODE_SECONDS].into_iter().any(|at| code_at(&found, at) == code);
    if !fresh || found.day != day_in_tripoli(ctx.now).to_string() {
        return Err(Reason::CodeOver.into());
    }
    let attending = enrolment::of_cohort(&tx, cohort.id, &[EnrolmentState::Attending]).await?;
    // Whoever can open the code's page is no witness of their own presence.
    if lesson_in_reach(&*tx, ctx, id).await.is_ok() {
        return Err(Reason::OwnCase.into());
    }
    let mine: Vec<_> = attending.into_iter().filter(|row| row.applicant_id == me).collect();
    if mine.is_empty() {
        return Err(Reason::NotOfCohort.into());
    }
    let standing = attendance::marks(&*tx, &[id]).await?;
    for row in &mine {
        match standing.get(&(id, row.id)) {
            Some(mark) if mark.mark.counts() => {}
            Some(_) => return Err(Reason::MarkedAbsent.into()),
            None => append(&tx, ctx, id, row.id, Mark::Present, Source::Code).await?,
        }
    }
    Ok(tx.commit().await?)
}

/// Points of a person in a module, as they are typed.
#[derive(Debug, Clone)]
pub struct Points {
    /// Who.
    pub who: EnrolmentId,
    /// In which module.
    pub module: ModuleId,
    /// From 0 to 4.
    pub points: i64,
    /// A note to the person.
    pub words: String,
    /// What stood there when the form was drawn.
    pub seen: Option<i64>,
}

/// Points of people in the modules, with words; corrected until the cohort is finished. What somebody else wrote since the form
/// was drawn is shown before it is changed.
pub async fn assess(ctx: &Ctx, id: CohortId, results: &[Points]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let found = taught_in_reach(&*tx, ctx, id).await?;
    let cohort = running(&tx, ctx, found.id).await?;
    let me = ctx.actor.person()?.id;
    let trainees = enrolment::of_cohort(&tx, cohort.id, &[EnrolmentState::Attending]).await?;
    let modules = module::of_course(&*tx, cohort.course_id).await?;
    let known =
        assessment::Entity::find().filter(assessment::Column::EnrolmentId.is_in(trainees.iter().map(|row| row.id))).all(&*tx).await?;
    let (mut errors, mut changes) = (FieldErrors::default(), Vec::new());
    for Points { who, module, points, words, seen } in results {
        let standing = known.iter().find(|row| row.enrolment_id == *who && row.module_id == *module);
        if standing.is_some_and(|row| row.points == *points && row.words == *words) {
            continue;
        }
        if let Some(row) = standing.filter(|row| Some(row.points) != *seen && row.by_id != me) {
            errors.add(&format!("points_{who}_{module}"), Problem::MarkedMeanwhile(row.points.to_string()));
            continue;
        }
        changes.push(format!("{who}/{module}: {} to {points}", standing.map_or("–".to_owned(), |row| row.points.to_string())));
        let trainee = trainees.iter().find(|row| row.id == *who).ok_or(Reason::NotOfCohort)?;
        if trainee.applicant_id == me {
            return Err(Reason::OwnCase.into());
        }
        if !modules.iter().any(|known| known.id == *module) {
            return Err(AppError::NotFound);
        }
        let row = assessment::ActiveModel {
            enrolment_id: Set(*who),
            module_id: Set(*module),
            points: Set(*points),
            words: Set(words.clone()),
            by_id: Set(me),
            at: Set(ctx.now),
        };
        let again = OnConflict::columns([assessment::Column::EnrolmentId, assessment::Column::ModuleId])
            .update_columns([assessment::Column::Points, assessment::Column::Words, assessment::Column::ById, assessment::Column::At])
            .to_owned();
        assessment::Entity::insert(row).on_conflict(again).exec_without_returning(&*tx).await?;
    }
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    if !changes.is_empty() {
        record(&tx, ctx, "training.assess", "cohort", id.0, changes.join(", ")).await?;
    }
    Ok(tx.commit().await?)
}

/// The same points in every module for each person.
pub async fn assess_all(ctx: &Ctx, id: CohortId, points: &[(EnrolmentId, i64)]) -> Result<(), AppError> {
    let cohort = taught_in_reach(ctx.db.read(), ctx, id).await?;
    let modules = module::of_course(ctx.db.read(), cohort.course_id).await?;
    let of = |who: EnrolmentId, points: i64| {
        modules.iter().map(move |module| Points { who, module: module.id, points, words: String::new(), seen: None })
    };
    let all = points.iter().flat_map(|(who, points)| of(*who, *points));
    assess(ctx, id, &all.collect::<Vec<_>>()).await
}

/// Where somebody who was taught stands.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Who.
    pub enrolment: enrolment::Model,
    /// The mark in each lesson, in their order.
    pub marks: Vec<Option<Mark>>,
    /// Attended part of the hours, percent.
    pub share: i64,
    /// Points and words in each module, in their order.
    pub points: Vec<Option<(i64, String)>>,
    /// What the rule makes of it.
    pub outcome: EnrolmentMove,
}

/// Everyone who was taught, with the rule applied to what is known now.
pub async fn progress<C: ConnectionTrait>(
    db: &C,
    cohort: &cohort::Model,
    modules: &[module::Model],
    lessons: &[lesson::Model],
) -> Result<Vec<Progress>, AppError> {
    let trainees = enrolment::taught(db, cohort.id).await?;
    let marks = attendance::marks(db, &lessons.iter().map(|lesson| lesson.id).collect::<Vec<_>>()).await?;
    let results =
        assessment::Entity::find().filter(assessment::Column::EnrolmentId.is_in(trainees.iter().map(|row| row.id))).all(db).await?;
    let of = |row: enrolment::Model| {
        let marks: Vec<Option<Mark>> = lessons.iter().map(|lesson| marks.get(&(lesson.id, row.id)).map(|row| row.mark)).collect();
        let held = lessons.iter().zip(&marks).map(|(lesson, mark)| (minutes(&lesson.begins, &lesson.ends), mark.is_some_and(Mark::counts)));
        let share = share(&held.collect::<Vec<_>>());
        let result = |module: &module::Model| {
            let found = results.iter().find(|result| result.enrolment_id == row.id && result.module_id == module.id);
            found.map(|result| (result.points, result.words.clone()))
        };
        let points: Vec<Option<(i64, String)>> = modules.iter().map(result).collect();
        let passes = |points: &Option<(i64, String)>| points.as_ref().is_some_and(|(points, _)| *points >= PASSING);
        let passed = (cohort.assessed && !modules.is_empty()).then(|| points.iter().all(passes));
        Progress { outcome: outcome(share, cohort.attendance_min, passed), enrolment: row, marks, share, points }
    };
    Ok(trainees.into_iter().map(of).collect())
}

/// An officer ends a cohort when its lessons are over and everyone's attendance is noted: the rule of the cohort, attendance and
/// assessment, says who has completed it, and everyone hears it.
pub async fn finish(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    if cohort.state == CohortState::Finished {
        return Ok(());
    }
    if cohort.state != CohortState::Running {
        return Err(Reason::NotNow.into());
    }
    not_mine(&tx, id, me).await?;
    let lessons = lesson::of_cohort(&*tx, id).await?;
    if lessons.is_empty() {
        return Err(Reason::NoLessons.into());
    }
    let today = day_in_tripoli(ctx.now).to_string();
    if lessons.iter().any(|lesson| lesson.day > today) {
        return Err(Reason::LessonAhead.into());
    }
    let modules = module::of_course(&*tx, cohort.course_id).await?;
    let everyone = progress(&*tx, &cohort, &modules, &lessons).await?;
    if everyone.iter().any(|person| person.marks.iter().any(Option::is_none)) {
        return Err(Reason::AttendanceMissing.into());
    }
    let unassessed = |person: &Progress| person.share > 0 && person.points.iter().any(Option::is_none);
    if cohort.assessed && everyone.iter().any(unassessed) {
        return Err(Reason::AssessmentMissing.into());
    }
    let title = course::title_of(&tx, &cohort).await?;
    for person in everyone {
        let row = person.enrolment;
        let state = step(row.state, person.outcome).ok_or(Reason::NotNow)?;
        let applicant = row.applicant_id;
        let mut row = row.into_active_model();
        row.state = Set(state);
        if !state.holds_seat() {
            row.seat = Set(None);
        }
        row.changed_at = Set(ctx.now);
        row.update(&*tx).await?;
        let notice = match state {
            EnrolmentState::Completed => Notice::CourseCompleted { title: title.clone() },
            _ => Notice::CourseNotCompleted { title: title.clone(), share: person.share, least: cohort.attendance_min },
        };
        tell(&tx, ctx, applicant, &notice, "/me/training").await?;
    }
    let mut row = cohort.into_active_model();
    row.state = Set(CohortState::Finished);
    row.update(&*tx).await?;
    record(&tx, ctx, "training.finish", "cohort", id.0, String::new()).await?;
    tx.public_changed().await?;
    Ok(tx.commit().await?)
}
