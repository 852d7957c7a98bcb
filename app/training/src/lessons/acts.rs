//! The timetable of a cohort, and the cohort from its first to its last day.

use chrono::{NaiveDate, NaiveTime};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::courses::calendar::Times;
use crate::enrolment::notices::Notice as SeatNotice;
use crate::entity::{attendance, cohort, course, enrolment, homework, lesson};
use crate::lessons::notices::Notice;
use crate::lessons::refusals;
use crate::lessons::schedule::{meet, working_days};
use crate::reach::{PLANNERS, in_reach, locked, record};
use crate::rules::{CohortMove, CohortState, EnrolmentMove, EnrolmentState};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::{clock, day_in_tripoli};
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CohortId, LessonId, PersonId};
use ground::states::States;
use people::notifications::{tell, tell_inviting};
use people::{accounts, place};

/// A lesson as it is typed, apart from its day.
#[derive(Debug, Clone)]
pub struct LessonForm {
    /// `08:30`.
    pub begins: NaiveTime,
    /// `12:00`.
    pub ends: NaiveTime,
    /// Where.
    pub venue: String,
    /// Where to meet on the net, if it is held there.
    pub link: String,
    /// What it is about.
    pub topic: String,
    /// Who teaches.
    pub trainer: Option<PersonId>,
}

/// People who may teach a cohort of a municipality.
pub async fn trainers(ctx: &Ctx, municipality: &str) -> Result<Vec<(PersonId, String)>, AppError> {
    let all = accounts::staff_in_scope(ctx, &[Role::Trainer], Some(municipality)).await?;
    Ok(all.into_iter().map(|person| (person.id, person.name)).collect())
}

fn open(cohort: &cohort::Model) -> Result<(), AppError> {
    if matches!(cohort.state, CohortState::Finished | CohortState::Certified | CohortState::Cancelled) {
        return Err(Reason::NOT_NOW.into());
    }
    Ok(())
}

/// Lessons on each working day between two days, at the same time: Fridays, Saturdays and holidays are left out. None may meet
/// another of the cohort, and a trainer is in one place at a time. Gives how many.
pub async fn add(ctx: &Ctx, id: CohortId, days: (NaiveDate, NaiveDate), form: LessonForm) -> Result<usize, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    open(&cohort)?;
    if days.0 < cohort.starts_on || days.1 > cohort.ends_on {
        let field = if days.0 < cohort.starts_on { "from" } else { "to" };
        return Err(FieldErrors::one(field, refusals::OUTSIDE_COHORT).into());
    }
    let days = working_days(days.0, days.1, &place::holidays(&*tx).await?);
    if days.is_empty() {
        return Err(FieldErrors::one("from", refusals::NO_WORKING_DAY).into());
    }
    teaches(ctx, &cohort, form.trainer).await?;
    let before = lesson::of_cohort(&*tx, id).await?;
    for day in &days {
        // The same form sent twice gives one lesson.
        let twin = lesson::Entity::find()
            .filter(lesson::Column::CohortId.eq(id))
            .filter(lesson::Column::Day.eq(*day))
            .filter(lesson::Column::Begins.eq(form.begins))
            .filter(lesson::Column::Ends.eq(form.ends));
        let same = |twin: &lesson::Model| (twin.trainer_id, &twin.venue, &twin.topic) == (form.trainer, &form.venue, &form.topic);
        if twin.one(&*tx).await?.as_ref().is_some_and(same) {
            continue;
        }
        free(&tx, id, None, *day, &form).await?;
        let row = lesson::ActiveModel {
            cohort_id: Set(id),
            day: Set(*day),
            begins: Set(form.begins),
            ends: Set(form.ends),
            venue: Set(form.venue.clone()),
            link: Set(form.link.clone()),
            topic: Set(form.topic.clone()),
            trainer_id: Set(form.trainer),
            secret: Set(ground::lots::seed()),
            version: Set(0),
            changed_at: Set(ctx.now),
            ..Default::default()
        };
        lesson::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    let mut added = lesson::of_cohort(&*tx, id).await?;
    added.retain(|lesson| !before.iter().any(|known| known.id == lesson.id));
    if let Some(first) = added.first() {
        let (day, begins, count) = (first.day.to_string(), clock(first.begins), added.len() as u64);
        let times = Times::of(&tx, ctx, &cohort, added).await?;
        let times = if before.is_empty() { times.in_place_of_days() } else { times };
        told(&tx, ctx, &times, |title| Notice::LessonsSet { title, count, day: day.clone(), begins: begins.clone() }).await?;
    }
    record(&tx, ctx, "training.lessons", "cohort", id.0, format!("{} days", days.len())).await?;
    tx.changed(cohort.course_id).await?;
    tx.commit().await?;
    Ok(days.len())
}

/// Only who is appointed a trainer for the municipality teaches.
async fn teaches(ctx: &Ctx, cohort: &cohort::Model, trainer: Option<PersonId>) -> Result<(), AppError> {
    let Some(trainer) = trainer else { return Ok(()) };
    let known = trainers(ctx, &cohort.municipality_code).await?.into_iter().any(|(id, _)| id == trainer);
    if known { Ok(()) } else { Err(FieldErrors::one("trainer", Problem::NotAChoice).into()) }
}

/// Neither the cohort nor the trainer has another lesson then.
async fn free(tx: &Tx, cohort: CohortId, but: Option<LessonId>, day: NaiveDate, form: &LessonForm) -> Result<(), AppError> {
    if let Some(trainer) = form.trainer {
        // One act at a time gives a trainer's hours away.
        accounts::hold(tx, trainer).await?;
    }
    // Of the days before and after as well: an evening may end after midnight.
    let near = [day.pred_opt().unwrap_or(day), day, day.succ_opt().unwrap_or(day)];
    let near = lesson::Entity::find().filter(lesson::Column::Day.is_in(near)).all(&**tx).await?;
    for other in near.into_iter().filter(|other| Some(other.id) != but) {
        if !meet((day, form.begins, form.ends), (other.day, other.begins, other.ends)) {
            continue;
        }
        if other.cohort_id == cohort {
            return Err(FieldErrors::one("begins", refusals::lessons_meet(day)).into());
        }
        if form.trainer.is_some() && other.trainer_id == form.trainer && takes_place(tx, other.cohort_id).await? {
            return Err(FieldErrors::one("trainer", refusals::trainer_busy(day)).into());
        }
    }
    Ok(())
}

async fn takes_place(tx: &Tx, id: CohortId) -> Result<bool, AppError> {
    Ok(cohort::Entity::find_by_id(id).one(&**tx).await?.is_some_and(|cohort| cohort.state != CohortState::Cancelled))
}

async fn with_cohort(tx: &Tx, ctx: &Ctx, id: LessonId) -> Result<(lesson::Model, cohort::Model), AppError> {
    let found = lesson::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let cohort = in_reach(tx, ctx, found.cohort_id).await?;
    // Again, now that nobody else changes lessons of the cohort.
    let found = lesson::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    Ok((found, cohort))
}

/// A lesson moves, or something else of it changes: those who hold a seat are told, and calendars show it.
pub async fn change(ctx: &Ctx, id: LessonId, day: NaiveDate, form: LessonForm) -> Result<CohortId, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let (found, cohort) = with_cohort(&tx, ctx, id).await?;
    open(&cohort)?;
    if day < cohort.starts_on || day > cohort.ends_on {
        return Err(FieldErrors::one("day", refusals::OUTSIDE_COHORT).into());
    }
    teaches(ctx, &cohort, form.trainer).await?;
    free(&tx, cohort.id, Some(id), day, &form).await?;
    let moved = (found.day, found.begins, found.ends, &found.venue, &found.link) != (day, form.begins, form.ends, &form.venue, &form.link);
    if moved && held(&tx, id).await? {
        return Err(refusals::LESSON_HELD.into());
    }
    let before = format!("{} {}", found.day, clock(found.begins));
    let version = found.version + 1;
    let mut row = found.into_active_model();
    row.day = Set(day);
    row.begins = Set(form.begins);
    row.ends = Set(form.ends);
    row.venue = Set(form.venue);
    row.link = Set(form.link);
    row.topic = Set(form.topic);
    row.trainer_id = Set(form.trainer);
    row.version = Set(version);
    row.changed_at = Set(ctx.now);
    let changed = row.update(&*tx).await?;
    if moved {
        let times = Times::of(&tx, ctx, &cohort, vec![changed]).await?;
        told(&tx, ctx, &times, |title| Notice::LessonMoved { title, day: day.to_string(), begins: clock(form.begins) }).await?;
    }
    record(&tx, ctx, "training.lesson", "lesson", id.0, format!("was {before}")).await?;
    tx.changed(cohort.course_id).await?;
    tx.commit().await?;
    Ok(cohort.id)
}

/// A lesson that nobody's attendance was noted in is left out; those who hold a seat are told.
pub async fn remove(ctx: &Ctx, id: LessonId) -> Result<CohortId, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let (found, cohort) = with_cohort(&tx, ctx, id).await?;
    open(&cohort)?;
    let sent = homework::Entity::find().filter(homework::Column::LessonId.eq(id)).one(&*tx).await?;
    if sent.is_some() || held(&tx, id).await? {
        return Err(refusals::LESSON_HELD.into());
    }
    lesson::Entity::delete_by_id(id).exec(&*tx).await?;
    let times = Times::of(&tx, ctx, &cohort, vec![found.clone()]).await?.cancelled();
    told(&tx, ctx, &times, |title| Notice::LessonLeftOut { title, day: found.day.to_string(), begins: clock(found.begins) }).await?;
    record(&tx, ctx, "training.lesson_removed", "cohort", cohort.id.0, format!("{} {}", found.day, clock(found.begins))).await?;
    tx.changed(cohort.course_id).await?;
    tx.commit().await?;
    Ok(cohort.id)
}

async fn held(tx: &Tx, id: LessonId) -> Result<bool, AppError> {
    Ok(attendance::Entity::find().filter(attendance::Column::LessonId.eq(id)).one(&**tx).await?.is_some())
}

/// Tells everyone who holds a seat, with the times for their calendars.
async fn told(tx: &Tx, ctx: &Ctx, times: &Times, notice: impl Fn(String) -> Notice) -> Result<(), AppError> {
    let title = course::title_of(tx, &times.cohort).await?;
    for row in enrolment::of_cohort(tx, times.cohort.id, &EnrolmentState::SEATED).await? {
        // The days without hours were sent to who took the seat only.
        let days_sent = row.state != EnrolmentState::Offered;
        let invite = |l, to: &str| if days_sent { times.invitations(l, &ctx.site, to) } else { times.without_days(l, &ctx.site, to) };
        tell_inviting(tx, ctx, row.applicant_id, &notice(title.clone()), "/me/training", invite).await?;
    }
    Ok(())
}

/// On its first day a cohort begins: who confirmed attends, offers that were not answered end, and who still waits is told. Done by the worker; the seats
/// left are not given any more.
pub(crate) async fn begin(tx: &Tx, ctx: &Ctx, cohort: cohort::Model) -> Result<(), AppError> {
    let (id, title) = (cohort.id, course::title_of(tx, &cohort).await?);
    for row in enrolment::of_cohort(tx, id, &[EnrolmentState::Offered, EnrolmentState::Confirmed, EnrolmentState::Waitlisted]).await? {
        let by = match row.state {
            EnrolmentState::Offered => EnrolmentMove::Expire,
            EnrolmentState::Waitlisted => EnrolmentMove::PassOver,
            _ => EnrolmentMove::Begin,
        };
        let state = row.state.step(by)?;
        let applicant = row.applicant_id;
        let mut row = row.into_active_model();
        row.state = state.set();
        if !state.holds_seat() {
            row.seat = Set(None);
            let notice = match by {
                EnrolmentMove::PassOver => SeatNotice::NotSeated { title: title.clone() },
                _ => SeatNotice::OfferOver { title: title.clone() },
            };
            tell(tx, ctx, applicant, &notice, "/me/training").await?;
        }
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
    }
    let (course, state) = (cohort.course_id, cohort.state.step(CohortMove::Begin)?);
    let mut row = cohort.into_active_model();
    row.state = state.set();
    row.update(&**tx).await?;
    Ok(tx.changed(course).await?)
}

/// Whether the first day of a cohort in a state has come.
pub(crate) fn due(state: CohortState, starts_on: NaiveDate, ctx: &Ctx) -> bool {
    state == CohortState::Closed && starts_on <= day_in_tripoli(ctx.now)
}

/// The cohort of a lesson, running; it begins here on its first day if the worker was not there yet.
pub(crate) async fn running(tx: &Tx, ctx: &Ctx, id: CohortId) -> Result<cohort::Model, AppError> {
    let found = locked(tx, id).await?;
    if due(found.state, found.starts_on, ctx) {
        begin(tx, ctx, found).await?;
    }
    let found = locked(tx, id).await?;
    if found.state == CohortState::Running { Ok(found) } else { Err(Reason::NOT_NOW.into()) }
}
