//! Planning of cohorts: what is saved, when families sign up, and what is called off.

use cases::committee::SittingKind;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::courses::calendar::Times;
use crate::courses::conditions;
use crate::courses::notices::Notice;
use crate::courses::questions::{self, NewQuestion};
use crate::courses::refusals;
use crate::courses::terms;
use crate::courses::types::CohortForm;
use crate::entity::{cohort, course, draw, enrolment, lesson, module};
use crate::reach::{PLANNERS, in_reach, reached, record};
use crate::rules::{CohortMove, CohortState, EnrolmentMove, EnrolmentState, Policy};
use crate::types::hours;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CohortId, CourseId};
use ground::states::States;
use people::notifications::tell_inviting;

/// Saves a cohort, or a new one. What people signed up under, the policy and the quota, stays once it is open; seats can be
/// added, and taken away as far as nobody holds them. Gives it as it stood before, and as it stands now.
pub(crate) async fn save(
    tx: &Tx,
    ctx: &Ctx,
    course: CourseId,
    id: Option<CohortId>,
    form: CohortForm,
) -> Result<(Option<cohort::Model>, cohort::Model), AppError> {
    course::Entity::find_by_id(course).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let known = match id {
        Some(id) => Some(in_reach(tx, ctx, id).await?),
        None => None,
    };
    may_save(tx, ctx, course, known.as_ref(), &form).await?;
    let fixed = known.as_ref().is_some_and(|known| known.state != CohortState::Planned);
    terms::check_quotas(&form.quotas, form.capacity)?;
    if let Some(known) = known.as_ref().filter(|_| fixed) {
        unchanged(tx, known, &form).await?;
    }
    let saved = write(tx, ctx, course, known.clone(), &form).await?;
    if !fixed {
        conditions::save(tx, saved.id, &form.terms, &form.quotas, form.criteria).await?;
        questions::save(tx, saved.id, form.questions).await?;
    }
    make_seats(tx, &saved).await?;
    Ok((known, saved))
}

/// Whether the actor may save this at all: places in reach, days that can still move, a cohort that is not over.
async fn may_save(tx: &Tx, ctx: &Ctx, course: CourseId, known: Option<&cohort::Model>, form: &CohortForm) -> Result<(), AppError> {
    if !reached(ctx, &form.municipality).await? {
        return Err(FieldErrors::one("municipality", Problem::NotAChoice).into());
    }
    if let Some(known) = known {
        stays(tx, known, form).await?;
    }
    // Seats kept for a region open to everyone while there is still a cohort to sit in.
    let planned = known.is_none_or(|known| known.state == CohortState::Planned);
    if planned && form.spill_on.is_some_and(|spill| spill >= form.days.0) {
        return Err(FieldErrors::one("spill_on", refusals::SPILL_LATE).into());
    }
    if planned && form.policy == Policy::Lottery && no_day_to_draw(form) {
        return Err(FieldErrors::one("closes_on", refusals::NO_DAY_TO_DRAW).into());
    }
    let ended = |known: &cohort::Model| matches!(known.state, CohortState::Finished | CohortState::Certified | CohortState::Cancelled);
    if known.is_some_and(ended) {
        return Err(Reason::NOT_NOW.into());
    }
    if let Some(from) = form.carries_from {
        let from = cohort::Entity::find_by_id(from).one(&**tx).await?.ok_or(AppError::NotFound)?;
        if from.course_id != course || !reached(ctx, &from.municipality_code).await? {
            return Err(AppError::NotFound);
        }
    }
    Ok(())
}

/// Under these families signed up: each that is changed is said at its field.
async fn unchanged(tx: &Tx, known: &cohort::Model, form: &CohortForm) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    let stands = conditions::of_cohort(&**tx, known.id).await?;
    let asked: Vec<NewQuestion> = questions::of_cohort(&**tx, known.id).await?.into_iter().map(NewQuestion::from).collect();
    let criteria: Vec<(String, i64)> = stands.criteria.into_iter().map(|row| (row.title, row.weight)).collect();
    for (field, changed) in [
        ("opens_on", known.opens_on != form.window.0),
        ("policy", known.policy != form.policy),
        ("only_region", stands.terms != form.terms),
        ("quota_1", stands.quotas != form.quotas),
        ("criterion_1", criteria != form.criteria),
        ("question_1", asked != form.questions),
        ("carry", known.carries_from != form.carries_from),
        ("spill_on", known.spill_on != form.spill_on),
        ("attendance_min", known.attendance_min != form.attendance_min),
        ("assessed", known.assessed != form.assessed),
    ] {
        if changed {
            errors.add(field, refusals::FIXED_NOW);
        }
    }
    if errors.0.is_empty() { Ok(()) } else { Err(errors.into()) }
}

async fn write(tx: &Tx, ctx: &Ctx, course: CourseId, known: Option<cohort::Model>, form: &CohortForm) -> Result<cohort::Model, AppError> {
    let is_new = known.is_none();
    let mut row = match known {
        Some(known) => known.into_active_model(),
        None => {
            let last = cohort::Entity::find().filter(cohort::Column::CourseId.eq(course)).order_by_desc(cohort::Column::Number);
            let number = last.one(&**tx).await?.map_or(1, |last| last.number + 1);
            cohort::ActiveModel {
                course_id: Set(course),
                number: Set(number),
                state: CohortState::first().set(),
                created_at: Set(ctx.now),
                ..Default::default()
            }
        }
    };
    row.municipality_code = Set(form.municipality.clone());
    row.venue = Set(form.venue.clone());
    row.starts_on = Set(form.days.0);
    row.ends_on = Set(form.days.1);
    row.opens_on = Set(form.window.0);
    row.closes_on = Set(form.window.1);
    row.capacity = Set(form.capacity);
    row.policy = Set(form.policy);
    row.offer_days = Set(form.offer_days);
    row.kept_seats = Set(form.quotas.iter().map(|quota| quota.seats).sum());
    row.spill_on = Set(form.spill_on);
    row.carries_from = Set(form.carries_from);
    row.costs = Set(form.costs.clone());
    row.contact = Set(form.contact.clone());
    row.attendance_min = Set(form.attendance_min);
    row.assessed = Set(form.assessed);
    Ok(if is_new { row.insert(&**tx).await? } else { row.update(&**tx).await? })
}

/// What cannot move any more: days of lessons that are fixed, the beginning of what began, the window under a sitting.
async fn stays(tx: &Tx, known: &cohort::Model, form: &CohortForm) -> Result<(), AppError> {
    let (first, last) = (form.days.0, form.days.1);
    let mut errors = FieldErrors::default();
    for lesson in lesson::of_cohort(&**tx, known.id).await? {
        if lesson.day < first {
            errors.add("starts_on", refusals::LESSON_OUTSIDE);
        }
        if lesson.day > last {
            errors.add("ends_on", refusals::LESSON_OUTSIDE);
        }
    }
    if known.state == CohortState::Running {
        if first != known.starts_on {
            errors.add("starts_on", refusals::FIXED_NOW);
        }
        if form.municipality != known.municipality_code {
            errors.add("municipality", refusals::FIXED_NOW);
        }
    }
    if form.window.1 != known.closes_on && cases::committee::at_work(&**tx, SittingKind::Cohort, known.id.0).await? {
        errors.add("closes_on", refusals::FIXED_NOW);
    }
    lots_stay(tx, known, form, &mut errors).await?;
    if errors.0.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Lots are drawn on a day after the window, and before the first day.
fn no_day_to_draw(form: &CohortForm) -> bool {
    form.window.1.succ_opt().is_none_or(|next| next >= form.days.0)
}

/// Nobody signs up once the seed of a lottery is known; until then its announced day lies between the window and the first day.
async fn lots_stay(tx: &Tx, known: &cohort::Model, form: &CohortForm, errors: &mut FieldErrors) -> Result<(), AppError> {
    if known.policy != Policy::Lottery || known.state != CohortState::Open {
        return Ok(());
    }
    let (closes, starts) = (form.window.1, form.days.0);
    if !draw::of_cohort(&**tx, known.id).await?.is_empty() {
        if closes != known.closes_on {
            errors.add("closes_on", refusals::FIXED_NOW);
        }
    } else if let Some(drawn_on) = known.draw_at.map(day_in_tripoli) {
        if closes != known.closes_on && closes >= drawn_on {
            errors.add("closes_on", refusals::BEFORE_DRAW);
        }
        if starts != known.starts_on && starts <= drawn_on {
            errors.add("starts_on", refusals::AFTER_DRAW);
        }
    } else if (closes, starts) != (known.closes_on, known.starts_on) && known.closed_on.is_none() && no_day_to_draw(form) {
        errors.add("closes_on", refusals::NO_DAY_TO_DRAW);
    }
    Ok(())
}

/// Whoever holds a seat hears of other days or another place.
pub(crate) async fn moved(tx: &Tx, ctx: &Ctx, before: &cohort::Model, after: &cohort::Model) -> Result<(), AppError> {
    if before.starts_on != after.starts_on {
        // Another first day is reminded of anew.
        tx.run("DELETE FROM cohort_reminder WHERE cohort_id = $1", vec![after.id.into()]).await?;
    }
    if (&before.starts_on, &before.ends_on, &before.venue) == (&after.starts_on, &after.ends_on, &after.venue) {
        return Ok(());
    }
    let title = course::title_of(tx, after).await?;
    let lessons = lesson::of_cohort(&**tx, after.id).await?;
    // Lessons say themselves when they move; days without hours are sent again.
    let times = if lessons.is_empty() { Some(Times::of(tx, ctx, after, lessons).await?) } else { None };
    for row in enrolment::of_cohort(tx, after.id, &EnrolmentState::SEATED).await? {
        let known = times.as_ref().filter(|_| row.state != EnrolmentState::Offered);
        let invite = |l, to: &str| known.map(|times| times.invitations(l, &ctx.site, to)).unwrap_or_default();
        let notice = Notice::CohortMoved {
            title: title.clone(),
            from: after.starts_on.to_string(),
            to: after.ends_on.to_string(),
            venue: after.venue.clone(),
        };
        tell_inviting(tx, ctx, row.applicant_id, &notice, "/me/training", invite).await?;
    }
    Ok(())
}

/// From now on everyone sees the cohort, and families sign up within its window. Gives nothing where it was open already.
pub(crate) async fn open(tx: &Tx, ctx: &Ctx, id: CohortId) -> Result<Option<cohort::Model>, AppError> {
    let cohort = in_reach(tx, ctx, id).await?;
    if cohort.state == CohortState::Open {
        return Ok(None);
    }
    let state = cohort.state.step(CohortMove::Announce)?;
    if cohort.policy == Policy::Score && conditions::of_cohort(&**tx, id).await?.criteria.is_empty() {
        return Err(refusals::NO_CRITERIA.into());
    }
    if cohort.assessed && module::of_course(&**tx, cohort.course_id).await?.is_empty() {
        return Err(refusals::NO_MODULES.into());
    }
    let mut row = cohort.into_active_model();
    row.state = state.set();
    Ok(Some(row.update(&**tx).await?))
}

/// Signing up ends now, before its announced last day: an act of its own in the trail, and everyone sees both days.
pub async fn close_window(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    let today = day_in_tripoli(ctx.now);
    if cohort.state != CohortState::Open {
        return Err(Reason::NOT_NOW.into());
    }
    if cohort.window().over(today) {
        return Ok(());
    }
    let (announced, course) = (cohort.closes_on, cohort.course_id);
    let mut row = cohort.into_active_model();
    row.closed_on = Set(Some(today));
    row.update(&*tx).await?;
    record(&tx, ctx, "training.close", "cohort", id.0, format!("instead of {announced}")).await?;
    tx.changed(course).await?;
    Ok(tx.commit().await?)
}

/// The cohort does not take place; everyone who signed up is told why.
pub async fn cancel(ctx: &Ctx, id: CohortId, words: &str) -> Result<(), AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    if cohort.state == CohortState::Cancelled {
        return Ok(());
    }
    let state = cohort.state.step(CohortMove::Cancel)?;
    let title = course::title_of(&tx, &cohort).await?;
    cases::committee::call_off(&tx, ctx, SittingKind::Cohort, id.0, words).await?;
    let mut row = cohort.into_active_model();
    row.state = state.set();
    let cohort = row.update(&*tx).await?;
    let times = times_ahead(&tx, ctx, &cohort).await?;
    let of_cohort = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id));
    let active = of_cohort.filter(enrolment::Column::State.is_not_in(EnrolmentState::OUT));
    for row in active.all(&*tx).await? {
        let (applicant, seated, state) = (row.applicant_id, row.state.holds_seat(), row.state.step(EnrolmentMove::CallOff)?);
        let mut row = row.into_active_model();
        row.state = state.set();
        row.seat = Set(None);
        row.reason = Set(words.to_owned());
        row.changed_at = Set(ctx.now);
        row.update(&*tx).await?;
        let notice = Notice::CohortCancelled { title: title.clone(), words: words.to_owned() };
        let sent = times.as_ref().filter(|_| seated);
        let invite = |l, to: &str| sent.map(|times| times.invitations(l, &ctx.site, to)).unwrap_or_default();
        tell_inviting(&tx, ctx, applicant, &notice, "/me/training", invite).await?;
    }
    record(&tx, ctx, "training.cancel", "cohort", id.0, words.to_owned()).await?;
    tx.changed(cohort.course_id).await?;
    Ok(tx.commit().await?)
}

/// What is taken back of a cohort that is called off: lessons that were held stay in calendars. Nothing if all of them were.
async fn times_ahead(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model) -> Result<Option<Times>, AppError> {
    let mut lessons = lesson::of_cohort(&**tx, cohort.id).await?;
    let timetable = !lessons.is_empty();
    lessons.retain(|lesson| hours(lesson.day, lesson.begins, lesson.ends).1 > ctx.now);
    if timetable && lessons.is_empty() {
        return Ok(None);
    }
    Ok(Some(Times::of(tx, ctx, cohort, lessons).await?))
}

/// As many rows of seats as the cohort has: new ones behind the others, none that somebody holds taken away.
async fn make_seats(tx: &Tx, cohort: &cohort::Model) -> Result<(), AppError> {
    let holders = enrolment::of_cohort(tx, cohort.id, &EnrolmentState::SEATED).await?;
    let held = holders.len() as i64;
    if held > cohort.capacity {
        return Err(FieldErrors::one("capacity", Problem::OutOfRange(held, 500)).into());
    }
    // Holders keep the lowest numbers, so that the highest can go.
    let row = "UPDATE enrolment SET seat = (SELECT MIN(s.number) FROM cohort_seat s WHERE s.cohort_id = $1 AND NOT EXISTS \
               (SELECT 1 FROM enrolment e WHERE e.cohort_id = $1 AND e.seat = s.number)) WHERE cohort_id = $1 AND seat = $2";
    for seat in holders.into_iter().filter_map(|row| row.seat).filter(|seat| *seat > cohort.capacity) {
        tx.run(row, vec![cohort.id.into(), seat.into()]).await?;
    }
    tx.run("DELETE FROM cohort_seat WHERE cohort_id = $1 AND number > $2", vec![cohort.id.into(), cohort.capacity.into()]).await?;
    let missing = "WITH RECURSIVE wanted (number) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT number + 1 FROM wanted WHERE number < $2) \
                   INSERT INTO cohort_seat (cohort_id, number) SELECT $1, number FROM wanted \
                   WHERE number <= $2 AND NOT EXISTS (SELECT 1 FROM cohort_seat s WHERE s.cohort_id = $1 AND s.number = wanted.number)";
    tx.run(missing, vec![cohort.id.into(), cohort.capacity.into()]).await?;
    Ok(())
}
