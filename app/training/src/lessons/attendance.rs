//! Who was there: noted by who teaches, or confirmed by the trainee with the code on the screen.

use cases::casework;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};
use sha2::{Digest, Sha256};

use crate::entity::{attendance, enrolment, lesson};
use crate::lessons::acts::running;
use crate::lessons::refusals;
use crate::lessons::schedule::of_its_day;
use crate::lessons::{acts, reads};
use crate::reach::{lesson_in_reach, record};
use crate::rules::{CohortState, EnrolmentState, Mark, Source};
use crate::types::{Cohort, Lesson};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors};
use ground::ids::{EnrolmentId, LessonId};

/// Whether attendance of a lesson can be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noting {
    /// It can.
    Open,
    /// The lesson is still to come.
    Ahead,
    /// The cohort has not begun, or is over.
    NotRunning,
}

/// Whether attendance of a lesson can be noted on the day of the request.
pub(crate) fn noting(ctx: &Ctx, cohort: &Cohort, lesson: &Lesson) -> Noting {
    if lesson.day > day_in_tripoli(ctx.now) {
        Noting::Ahead
    } else if cohort.state == CohortState::Running || acts::due(cohort.state, cohort.starts_on, ctx) {
        Noting::Open
    } else {
        Noting::NotRunning
    }
}

/// Notes who was there, on the day of the lesson or after it: what differs from what stands there is appended, nothing is
/// overwritten. `seen` is the latest row that the list was drawn from; what somebody else noted otherwise since then is shown
/// before it is changed again. Nobody notes their own attendance. Gives how many rows were appended.
pub async fn note(ctx: &Ctx, id: LessonId, source: Source, seen: i64, wanted: &[(EnrolmentId, Mark)]) -> Result<usize, AppError> {
    let tx = ctx.begin().await?;
    let found = lesson_in_reach(&*tx, ctx, id).await?;
    let cohort = running(&tx, ctx, found.cohort_id).await?;
    if found.day > day_in_tripoli(ctx.now) {
        return Err(refusals::LESSON_AHEAD.into());
    }
    let me = ctx.actor.person()?.id;
    let trainees = enrolment::of_cohort(&tx, cohort.id, &[EnrolmentState::Attending]).await?;
    let now = attendance::marks(&*tx, &[id]).await?;
    let (mut errors, mut appended) = (FieldErrors::default(), 0);
    for (who, mark) in wanted {
        let trainee = trainees.iter().find(|row| row.id == *who).ok_or(refusals::NOT_OF_COHORT)?;
        let standing = now.get(&(id, *who));
        if standing.is_some_and(|row| row.mark == *mark) {
            continue;
        }
        if trainee.applicant_id == me {
            return Err(casework::OWN_CASE.into());
        }
        if let Some(row) = standing.filter(|row| row.id > seen && row.by_id != me) {
            errors.add(&format!("mark_{who}"), refusals::marked_meanwhile(&row.mark.word(ctx.l)));
            continue;
        }
        append(&tx, ctx, (id, *who), *mark, source, ctx.now).await?;
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

async fn append(tx: &Tx, ctx: &Ctx, whose: (LessonId, EnrolmentId), mark: Mark, source: Source, at: DateTime<Utc>) -> Result<(), AppError> {
    let row = attendance::ActiveModel {
        lesson_id: Set(whose.0),
        enrolment_id: Set(whose.1),
        mark: Set(mark),
        source: Set(source),
        by_id: Set(ctx.actor.person()?.id),
        at: Set(at),
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

/// Minutes for which a scan counts while whose it is signs in.
pub(crate) const KEPT_MINUTES: i64 = 10;

/// What stands for a code that was on the screen when it was scanned: the time, which nobody can set back without the secret of the lesson.
fn kept_scan(lesson: &lesson::Model, at: i64) -> String {
    let digest = Sha256::digest(format!("{}:{}:scanned:{at}", lesson.secret, lesson.id));
    format!("{at}-{}", hex::encode(&digest[..16]))
}

/// Whether a code is on the screen now, or was half a minute ago.
fn is_on_screen(lesson: &lesson::Model, code: &str, now: DateTime<Utc>) -> bool {
    let seconds = now.timestamp();
    [seconds, seconds - CODE_SECONDS].into_iter().any(|at| code_at(lesson, at) == code)
}

/// When somebody was in the room: now by a code that is on the screen, or a while ago by the scan that their own browser kept. An address
/// passes on; what the browser keeps stays with it.
fn scanned_at(lesson: &lesson::Model, code: &str, kept: Option<&str>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if is_on_screen(lesson, code, now) {
        return Some(now);
    }
    let kept = kept?;
    let at = kept.split_once('-')?.0.parse::<i64>().ok()?;
    let counts = (0..=KEPT_MINUTES * 60).contains(&now.timestamp().checked_sub(at)?) && kept_scan(lesson, at) == kept;
    DateTime::from_timestamp(at, 0).filter(|_| counts)
}

/// What keeps the time of a scan until its owner has signed in; nothing for a code that is none now. Of a lesson that is not there nothing
/// is told.
pub async fn keep(ctx: &Ctx, id: LessonId, code: &str) -> Result<Option<String>, AppError> {
    let found = lesson::Entity::find_by_id(id).one(ctx.db.read()).await?;
    Ok(found.filter(|found| is_on_screen(found, code, ctx.now)).map(|found| kept_scan(&found, ctx.now.timestamp())))
}

/// A lesson that the actor teaches or plans, with the code that is on its screen now.
pub async fn on_screen(ctx: &Ctx, id: LessonId) -> Result<(Lesson, String), AppError> {
    let found = lesson_in_reach(ctx.db.read(), ctx, id).await?;
    if !of_its_day((found.day, found.begins, found.ends), ctx.now) {
        return Err(refusals::CODE_NOT_TODAY.into());
    }
    let code = code_at(&found, ctx.now.timestamp());
    Ok((found.into(), code))
}

/// Only a trainee of the lesson's cohort confirms; others are told so.
pub async fn may_scan(ctx: &Ctx, id: LessonId) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    let found = reads::lesson(ctx, id).await?;
    let mut everyone = enrolment::taught(ctx.db.read(), found.cohort).await?.into_iter();
    if everyone.any(|row| row.applicant_id == me) { Ok(()) } else { Err(refusals::NOT_OF_COHORT.into()) }
}

/// A trainee scans the code in the room: it is that of this half minute, or of the one before, on the day of the lesson. Where signing in
/// took minutes, the scan that the browser `kept` counts, with its time. What the trainer noted stays.
pub async fn scan(ctx: &Ctx, id: LessonId, code: &str, kept: Option<&str>) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    let found = lesson::Entity::find_by_id(id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let cohort = running(&tx, ctx, found.cohort_id).await?;
    let at = scanned_at(&found, code, kept, ctx.now).filter(|at| of_its_day((found.day, found.begins, found.ends), *at));
    let at = at.ok_or(refusals::CODE_OVER)?;
    let attending = enrolment::of_cohort(&tx, cohort.id, &[EnrolmentState::Attending]).await?;
    // Whoever can open the code's page is no witness of their own presence.
    if lesson_in_reach(&*tx, ctx, id).await.is_ok() {
        return Err(casework::OWN_CASE.into());
    }
    let mine: Vec<_> = attending.into_iter().filter(|row| row.applicant_id == me).collect();
    if mine.is_empty() {
        return Err(refusals::NOT_OF_COHORT.into());
    }
    let standing = attendance::marks(&*tx, &[id]).await?;
    for row in &mine {
        match standing.get(&(id, row.id)) {
            Some(mark) if mark.mark.counts() => {}
            Some(_) => return Err(refusals::MARKED_ABSENT.into()),
            None => append(&tx, ctx, (id, row.id), Mark::Present, Source::Code, at).await?,
        }
    }
    Ok(tx.commit().await?)
}
