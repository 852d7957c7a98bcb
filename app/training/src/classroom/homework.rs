//! What trainees send for a lesson, and what is answered.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::classroom::notices::Notice;
use crate::entity::{course, enrolment, homework, lesson};
use crate::reach::{TEACHERS, inside, own, taught_in_reach};
use crate::rules::{CohortState, INSIDE};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CohortId, EnrolmentId, HomeworkId, LessonId};
use people::media::{self, NewMedia};
use people::notifications::tell;

/// Whether a trainee may send something for a lesson now; asked before a byte is stored.
pub async fn may_send(ctx: &Ctx, id: EnrolmentId, lesson: LessonId) -> Result<(), AppError> {
    let db = ctx.db.read();
    let (row, cohort) = inside(db, ctx, id).await?;
    let of_cohort = lesson::Entity::find_by_id(lesson).filter(lesson::Column::CohortId.eq(row.cohort_id));
    of_cohort.one(db).await?.ok_or(AppError::NotFound)?;
    if matches!(cohort.state, CohortState::Closed | CohortState::Running) { Ok(()) } else { Err(Reason::NOT_NOW.into()) }
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
