//! Seats: the order of those who signed up, offers, answers, and who moves up.

use cases::casework;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::courses::calendar::{self, Times};
use crate::courses::conditions;
use crate::courses::terms::Lives;
use crate::enrolment::acts::meeting;
use crate::enrolment::allocation::{Place, Seats, seat};
use crate::enrolment::notices::Notice;
use crate::enrolment::refusals;
use crate::enrolment::rules::reconsiders;
use crate::entity::{cohort, course, enrolment, lesson};
use crate::reach::{PLANNERS, locked, not_mine, own, reached};
use crate::rules::{CohortMove, CohortState, EnrolmentMove, EnrolmentState};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason, unique_violation};
use ground::history::Event;
use ground::ids::{CohortId, EnrolmentId};
use ground::states::States;
use people::notifications::{tell, tell_inviting};

/// Publishes the order: who has a seat hears it, and who waits. Done by somebody else than who made it.
pub async fn announce(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = locked(&tx, id).await?;
    if !reached(ctx, &cohort.municipality_code).await? {
        return Err(AppError::NotFound);
    }
    if cohort.state == CohortState::Closed {
        return Ok(());
    }
    if cohort.starts_on <= day_in_tripoli(ctx.now) {
        return Err(refusals::COHORT_BEGUN.into());
    }
    not_mine(&tx, id, me).await?;
    let by = cohort.ordered_by.ok_or(Reason::NOT_NOW)?;
    if cohort.state != CohortState::Open {
        return Err(Reason::NOT_NOW.into());
    }
    if by == me {
        return Err(casework::RECOMMENDED.into());
    }
    if !enrolment::of_cohort(&tx, id, &[EnrolmentState::Submitted, EnrolmentState::Returned, EnrolmentState::Screened]).await?.is_empty() {
        return Err(refusals::NOT_SCREENED.into());
    }
    publish_order(&tx, ctx, cohort).await?;
    tx.record(ctx, Event { act: "training.announce", subject_kind: "cohort", subject_id: id.0, details: String::new() }).await?;
    Ok(tx.commit().await?)
}

/// The order of a locked cohort is public: seats are offered by it, and who waits hears the place.
pub(crate) async fn publish_order(tx: &Tx, ctx: &Ctx, cohort: cohort::Model) -> Result<(), AppError> {
    let (id, state) = (cohort.id, cohort.state.step(CohortMove::Order)?);
    let mut row = cohort.into_active_model();
    row.state = state.set();
    let cohort = row.update(&**tx).await?;
    fill(tx, ctx, &cohort).await?;
    let title = course::title_of(tx, &cohort).await?;
    for row in enrolment::of_cohort(tx, id, &[EnrolmentState::Nominated]).await? {
        let (applicant, place) = (row.applicant_id, row.position.unwrap_or_default());
        let state = row.state.step(EnrolmentMove::Wait)?;
        let mut row = row.into_active_model();
        row.state = state.set();
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        tell(tx, ctx, applicant, &Notice::OnWaitingList { title: title.clone(), place }, "/me/training").await?;
    }
    Ok(tx.changed(cohort.course_id).await?)
}

/// Offers the free seats of a locked cohort to the next in order, each of whom must still meet every condition.
pub(crate) async fn fill(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model) -> Result<(), AppError> {
    let today = day_in_tripoli(ctx.now);
    // Once lessons begin nobody is offered a seat in them.
    if cohort.starts_on <= today {
        return Ok(());
    }
    let conditions = conditions::of_cohort(&**tx, cohort.id).await?;
    let place = |row: &enrolment::Model| Place { id: row.id.0, of: conditions.quotas_of(&Lives::of(row)) };
    let holding = enrolment::of_cohort(tx, cohort.id, &EnrolmentState::SEATED).await?;
    let seats = Seats {
        capacity: usize::try_from(cohort.capacity).unwrap_or(0),
        quotas: conditions.quotas.iter().map(|quota| usize::try_from(quota.seats).unwrap_or(0)).collect(),
        spilled: cohort.spill_on.is_some_and(|day| day <= today),
    };
    let waiting = enrolment::of_cohort(tx, cohort.id, &[EnrolmentState::Nominated, EnrolmentState::Waitlisted]).await?;
    // Every gate again: the licence, and what else was asked of who signs up.
    let waiting = meeting(&**tx, cohort, &conditions.terms, today, waiting).await?;
    let order: Vec<Place> = waiting.iter().map(place).collect();
    let seated = seat(&holding.iter().map(place).collect::<Vec<_>>(), &order, &seats);
    let taken: Vec<i64> = holding.iter().filter_map(|row| row.seat).collect();
    let mut free = (1..=cohort.capacity).filter(|number| !taken.contains(number));
    let title = course::title_of(tx, cohort).await?;
    for row in waiting.into_iter().filter(|row| seated.contains(&row.id.0)) {
        let (applicant, until) = (row.applicant_id, cohort.answer_by(today));
        let state = row.state.step(EnrolmentMove::Offer)?;
        let mut row = row.into_active_model();
        row.state = state.set();
        row.seat = Set(free.next());
        row.answer_by = Set(Some(until));
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        tell(tx, ctx, applicant, &Notice::SeatOffered { title: title.clone(), until: until.to_string() }, "/me/training").await?;
    }
    Ok(())
}

/// What a family answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Takes the seat.
    Confirm,
    /// Does not want it.
    Decline,
    /// Takes the enrolment back.
    Withdraw,
}

/// The applicant answers an offer in time, or takes the enrolment back; a seat that becomes free goes to the next.
pub async fn answer(ctx: &Ctx, id: EnrolmentId, answer: Answer, words: String) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    let (cohort, found) = own(&tx, ctx, id).await?;
    let (by, done) = match answer {
        Answer::Confirm => (EnrolmentMove::Confirm, EnrolmentState::Confirmed),
        Answer::Decline => (EnrolmentMove::Decline, EnrolmentState::Declined),
        Answer::Withdraw => (EnrolmentMove::Withdraw, EnrolmentState::Withdrawn),
    };
    // The same form sent twice has one effect.
    if found.state == done {
        return Ok(());
    }
    let late = found.answer_by.is_some_and(|last| last < day_in_tripoli(ctx.now));
    if found.state == EnrolmentState::OfferExpired || (found.state == EnrolmentState::Offered && late) {
        return Err(refusals::OFFER_OVER.into());
    }
    let state = found.state.step(by)?;
    let freed = found.state.holds_seat() && !state.holds_seat();
    let sent = if freed { calendar::sent_for(&tx, ctx, &cohort, &found).await? } else { None };
    let mut row = found.into_active_model();
    row.state = state.set();
    // The committee's reason stays with who takes the seat.
    if answer != Answer::Confirm {
        row.reason = Set(words);
    }
    row.changed_at = Set(ctx.now);
    if !state.holds_seat() {
        row.seat = Set(None);
    }
    row.update(&*tx).await?;
    if answer == Answer::Confirm {
        let times = Times::of(&tx, ctx, &cohort, lesson::of_cohort(&*tx, cohort.id).await?).await?;
        let notice = Notice::SeatConfirmed { title: course::title_of(&tx, &cohort).await?, from: cohort.starts_on.to_string() };
        tell_inviting(&tx, ctx, me, &notice, "/me/training", |l, to| times.invitations(l, &ctx.site, to)).await?;
    }
    if let Some(times) = sent {
        let notice = Notice::SeatGivenUp { title: course::title_of(&tx, &cohort).await? };
        tell_inviting(&tx, ctx, me, &notice, "/me/training", |l, to| times.invitations(l, &ctx.site, to)).await?;
    }
    if freed && cohort.state == CohortState::Closed {
        fill(&tx, ctx, &cohort).await?;
    }
    tx.changed(cohort.course_id).await?;
    Ok(tx.commit().await?)
}

/// The applicant takes back that a seat was declined, as long as its offer would have lasted: back to the own place in the order, and
/// with the seat if nobody else was offered it meanwhile.
pub async fn reconsider(ctx: &Ctx, id: EnrolmentId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (cohort, found) = own(&tx, ctx, id).await?;
    // The same form sent twice has one effect.
    if matches!(found.state, EnrolmentState::Waitlisted | EnrolmentState::Offered) {
        return Ok(());
    }
    if !reconsiders(found.state, cohort.state, found.answer_by, day_in_tripoli(ctx.now)) {
        return Err(refusals::OFFER_OVER.into());
    }
    let (applicant, place) = (found.applicant_id, found.position.unwrap_or_default());
    let state = found.state.step(EnrolmentMove::Reconsider)?;
    let mut row = found.into_active_model();
    row.state = state.set();
    row.reason = Set(String::new());
    row.changed_at = Set(ctx.now);
    match row.update(&*tx).await {
        Ok(_) => {}
        // Signed up for another cohort of the course since.
        Err(error) if unique_violation(&error).is_some() => return Err(Reason::NOT_NOW.into()),
        Err(error) => return Err(error.into()),
    }
    fill(&tx, ctx, &cohort).await?;
    if enrolment::of_cohort(&tx, cohort.id, &[EnrolmentState::Waitlisted]).await?.iter().any(|row| row.id == id) {
        let notice = Notice::OnWaitingList { title: course::title_of(&tx, &cohort).await?, place };
        tell(&tx, ctx, applicant, &notice, "/me/training").await?;
    }
    tx.changed(cohort.course_id).await?;
    Ok(tx.commit().await?)
}

/// Somebody of a family that leaves: name and words go, and a seat that was held goes to the next.
pub(crate) async fn left(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model, found: enrolment::Model) -> Result<(), AppError> {
    let (id, freed, state) = (found.id, found.state.holds_seat(), found.state);
    let mut row = found.into_active_model();
    if let Ok(left) = state.step(EnrolmentMove::Leave) {
        row.state = left.set();
    }
    row.seat = Set(None);
    row.name = Set(String::new());
    row.words = Set(String::new());
    row.reason = Set(String::new());
    row.person_key = Set(format!("left-{id}"));
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    if freed && cohort.state == CohortState::Closed {
        fill(tx, ctx, cohort).await?;
    }
    Ok(())
}

/// Offers of a locked cohort that were not answered in time end; whose they were hears it. Gives how many.
pub(crate) async fn expire(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model) -> Result<usize, AppError> {
    let (today, title) = (day_in_tripoli(ctx.now), course::title_of(tx, cohort).await?);
    let mut ended = 0;
    for row in enrolment::of_cohort(tx, cohort.id, &[EnrolmentState::Offered]).await? {
        if row.answer_by.is_none_or(|last| last >= today) {
            continue;
        }
        let applicant = row.applicant_id;
        let sent = calendar::sent_for(tx, ctx, cohort, &row).await?;
        let state = row.state.step(EnrolmentMove::Expire)?;
        let mut row = row.into_active_model();
        row.state = state.set();
        row.seat = Set(None);
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        let invite = |l, to: &str| sent.map(|times| times.invitations(l, &ctx.site, to)).unwrap_or_default();
        tell_inviting(tx, ctx, applicant, &Notice::OfferOver { title: title.clone() }, "/me/training", invite).await?;
        ended += 1;
    }
    Ok(ended)
}

/// Days before the first one on which who holds a seat is reminded.
const REMINDED: [i64; 2] = [7, 1];

/// Reminds everyone with a confirmed seat, once for each of [`REMINDED`]; a day on which no worker ran is made up for, unless the
/// next reminder is due already. Days are Tripoli's.
pub(crate) async fn remind(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model) -> Result<(), AppError> {
    let left = (cohort.starts_on - day_in_tripoli(ctx.now)).num_days();
    let Some(days) = REMINDED.into_iter().filter(|days| left <= *days).min() else { return Ok(()) };
    let sql = "INSERT INTO cohort_reminder (cohort_id, days) VALUES ($1, $2) ON CONFLICT (cohort_id, days) DO NOTHING";
    if tx.run(sql, vec![cohort.id.into(), days.into()]).await? == 0 {
        return Ok(());
    }
    let title = course::title_of(tx, cohort).await?;
    for row in enrolment::of_cohort(tx, cohort.id, &[EnrolmentState::Confirmed]).await? {
        let notice = Notice::CohortNear { title: title.clone(), from: cohort.starts_on.to_string(), venue: cohort.venue.clone() };
        tell(tx, ctx, row.applicant_id, &notice, "/me/training").await?;
    }
    Ok(())
}
