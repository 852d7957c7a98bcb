//! Where everyone of a cohort stands, and the end of the cohort: who has completed it.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::entity::{assessment, attendance, course, enrolment};
use crate::lessons::notices::Notice;
use crate::lessons::refusals;
use crate::lessons::schedule::{PASSING, minutes, outcome, share};
use crate::reach::{PLANNERS, in_reach, not_mine, record};
use crate::reads::{lessons, modules};
use crate::rules::{CohortMove, CohortState, Completion, EnrolmentMove, EnrolmentState, Mark};
use crate::types::{Lesson, Module};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, Reason};
use ground::ids::{CohortId, EnrolmentId, LessonId};
use ground::states::States;
use people::notifications::tell;

/// Where somebody who was taught stands.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The enrolment.
    pub id: EnrolmentId,
    /// Who.
    pub name: String,
    /// Number of the enrolment.
    pub reference: String,
    /// Where the enrolment stands.
    pub state: EnrolmentState,
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
    cohort: CohortId,
    rule: Completion,
    modules: &[Module],
    lessons: &[Lesson],
) -> Result<Vec<Progress>, AppError> {
    judged(db, &enrolment::taught(db, cohort).await?, rule, modules, lessons).await
}

/// The rule applied to what is known of some people, in their order.
async fn judged<C: ConnectionTrait>(
    db: &C,
    trainees: &[enrolment::Model],
    rule: Completion,
    modules: &[Module],
    lessons: &[Lesson],
) -> Result<Vec<Progress>, AppError> {
    let marks = attendance::marks(db, &lessons.iter().map(|lesson| lesson.id).collect::<Vec<_>>()).await?;
    let results =
        assessment::Entity::find().filter(assessment::Column::EnrolmentId.is_in(trainees.iter().map(|row| row.id))).all(db).await?;
    let of = |row: &enrolment::Model| {
        let noted: Vec<Option<Mark>> = lessons.iter().map(|lesson| marks.get(&(lesson.id, row.id)).map(|row| row.mark)).collect();
        let share = attended(lessons, |lesson| marks.get(&(lesson, row.id)).map(|row| row.mark)).unwrap_or(0);
        let result = |module: &Module| {
            let found = results.iter().find(|result| result.enrolment_id == row.id && result.module_id == module.id);
            found.map(|result| (result.points, result.words.clone()))
        };
        let points: Vec<Option<(i64, String)>> = modules.iter().map(result).collect();
        let passes = |points: &Option<(i64, String)>| points.as_ref().is_some_and(|(points, _)| *points >= PASSING);
        let passed = (rule.assessed && !modules.is_empty()).then(|| points.iter().all(passes));
        let outcome = outcome(share, rule.attended, passed);
        Progress {
            id: row.id,
            name: row.name.clone(),
            reference: row.reference.clone(),
            state: row.state,
            marks: noted,
            share,
            points,
            outcome,
        }
    };
    Ok(trainees.iter().map(of).collect())
}

/// The part of the hours that somebody attended, percent, of those lessons in which a mark is noted for them; nothing while none is: a
/// lesson that nobody has written down yet was not missed.
pub fn attended(lessons: &[Lesson], mark: impl Fn(LessonId) -> Option<Mark>) -> Option<i64> {
    let noted = lessons.iter().filter_map(|lesson| Some((minutes(lesson.begins, lesson.ends), mark(lesson.id)?.counts())));
    let noted: Vec<(i64, bool)> = noted.collect();
    (!noted.is_empty()).then(|| share(&noted))
}

/// An officer ends a cohort when its lessons are over and everyone's attendance is noted: the rule of the cohort, attendance and
/// assessment, says who has completed it, and everyone hears it.
pub async fn finish(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    if cohort.state == CohortState::Finished {
        return Ok(());
    }
    if cohort.state != CohortState::Running {
        return Err(Reason::NOT_NOW.into());
    }
    not_mine(&tx, id, me).await?;
    let lessons = lessons(&*tx, id).await?;
    if lessons.is_empty() {
        return Err(refusals::NO_LESSONS.into());
    }
    let today = day_in_tripoli(ctx.now);
    if lessons.iter().any(|lesson| lesson.day > today) {
        return Err(refusals::LESSON_AHEAD.into());
    }
    let trainees = enrolment::taught(&*tx, id).await?;
    let everyone = judged(&*tx, &trainees, cohort.completion(), &modules(&*tx, cohort.course_id).await?, &lessons).await?;
    if everyone.iter().any(|person| person.marks.iter().any(Option::is_none)) {
        return Err(refusals::ATTENDANCE_MISSING.into());
    }
    let unassessed = |person: &Progress| person.share > 0 && person.points.iter().any(Option::is_none);
    if cohort.assessed && everyone.iter().any(unassessed) {
        return Err(refusals::ASSESSMENT_MISSING.into());
    }
    let title = course::title_of(&tx, &cohort).await?;
    for (row, person) in trainees.into_iter().zip(everyone) {
        let state = row.state.step(person.outcome)?;
        let applicant = row.applicant_id;
        let mut row = row.into_active_model();
        row.state = state.set();
        if !state.holds_seat() {
            row.seat = Set(None);
        }
        row.changed_at = Set(ctx.now);
        row.update(&*tx).await?;
        let notice = match *state {
            EnrolmentState::Completed => Notice::CourseCompleted { title: title.clone() },
            _ => Notice::CourseNotCompleted { title: title.clone(), share: person.share, least: cohort.attendance_min },
        };
        tell(&tx, ctx, applicant, &notice, "/me/training").await?;
    }
    let (course, state) = (cohort.course_id, cohort.state.step(CohortMove::Finish)?);
    let mut row = cohort.into_active_model();
    row.state = state.set();
    row.update(&*tx).await?;
    record(&tx, ctx, "training.finish", "cohort", id.0, String::new()).await?;
    tx.changed(course).await?;
    Ok(tx.commit().await?)
}
