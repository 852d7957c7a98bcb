//! Signing up, being looked at, and sending somebody else of the family.

use cases::committee::SittingKind;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::courses::conditions;
use crate::courses::questions;
use crate::courses::terms::{Applicant, Lives, Terms};
use crate::courses::types::CohortView;
use crate::enrolment::notices::Notice;
use crate::enrolment::refusals;
use crate::enrolment::types::There;
use crate::entity::{cohort, course, enrolment};
use crate::reach::{locked, own, record};
use crate::rules::{CohortState, EnrolmentMove, EnrolmentState};
use ground::ctx::Ctx;
use ground::days::{day_in_tripoli, machine};
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason, unique_violation};
use ground::ids::{CohortId, CourseId, EnrolmentId, FamilyId, MemberId, QuestionId};
use ground::once::SAME_CLICK;
use ground::series::Series;
use ground::states::States;
use market::families::{self, OwnFamily, Trainee};
use people::notifications::tell;
use people::place;

/// The key of a person by identity number: the same in every family, and no number in another table.
fn person_key(ctx: &Ctx, identity: &str) -> String {
    ctx.site.keys.seal(&format!("trainee:{identity}"))
}

/// What a family says when it signs somebody up.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Why.
    pub words: String,
    /// Answers to the organiser's questions, as typed.
    pub answers: HashMap<QuestionId, String>,
}

/// The next reference number of an enrolment.
pub(crate) async fn next_reference(tx: &Tx, ctx: &Ctx) -> Result<String, AppError> {
    Ok(tx.next_reference(Series::Enrolment, ctx.now).await?)
}

/// A licensed family signs one of its members up, within the window. Gives the reference number. The same person signs up for
/// a course once, through whichever family, unless an officer allowed another turn.
pub async fn apply(ctx: &Ctx, id: CohortId, member: MemberId, said: Said) -> Result<String, AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    let family = families::licensed_own(&*tx, ctx).await?;
    let cohort = locked(&tx, id).await?;
    // A family that leaves meanwhile takes its name along.
    families::lock(&tx, family.id).await?;
    let family = families::licensed_own(&*tx, ctx).await?;
    if !cohort.window_open(day_in_tripoli(ctx.now)) || cases::committee::at_work(&*tx, SittingKind::Cohort, id.0).await? {
        return Err(refusals::WINDOW_CLOSED.into());
    }
    let trainees = families::trainees(&*tx, family.id).await?;
    let trainee = trainees.into_iter().find(|trainee| trainee.id == member);
    let trainee = trainee.ok_or(FieldErrors::one("member", Problem::NotAChoice))?;
    let lives = lives(ctx, &*tx, family.id).await?;
    let (municipality, region) = (lives.municipality.clone(), lives.region.clone());
    let crafts = lives.crafts.join(" ");
    if let Some(reason) = unmet(&tx, ctx, &cohort, family.id, lives).await? {
        return Err(reason.into());
    }
    let key = person_key(ctx, &trainee.identity);
    // The same form sent twice signs up once; who signed up before is told so.
    if let Some(twin) = twin(&tx, id, family.id, &key).await?.filter(|twin| twin.applied_at + SAME_CLICK > ctx.now) {
        return Ok(twin.reference);
    }
    let answers = questions::read(&questions::of_cohort(&*tx, id).await?, &said.answers)?;
    let reference = next_reference(&tx, ctx).await?;
    let row = enrolment::ActiveModel {
        cohort_id: Set(id),
        course_id: Set(cohort.course_id),
        family_id: Set(family.id),
        applicant_id: Set(me),
        reference: Set(reference.clone()),
        name: Set(trainee.name),
        person_key: Set(key),
        municipality_code: Set(municipality),
        region_code: Set(region),
        crafts: Set(crafts),
        words: Set(said.words),
        state: EnrolmentState::first().set(),
        reason: Set(String::new()),
        applied_at: Set(ctx.now),
        changed_at: Set(ctx.now),
        ..Default::default()
    };
    let row = match row.insert(&*tx).await {
        Ok(row) => row,
        Err(error) if unique_violation(&error).is_some() => return Err(FieldErrors::one("member", refusals::ENROLLED_ALREADY).into()),
        Err(error) => return Err(error.into()),
    };
    questions::write(&tx, row.id, answers).await?;
    let title = course::title_of(&tx, &cohort).await?;
    tell(&tx, ctx, me, &Notice::Enrolled { title: title.clone(), reference: reference.clone() }, "/me/training").await?;
    // Others heard it when it was announced.
    if let Some(at) = cohort.draw_at.filter(|at| *at > ctx.now) {
        tell(&tx, ctx, me, &Notice::DrawAnnounced { title, at: machine(at) }, "/me/training").await?;
    }
    tx.commit().await?;
    Ok(reference)
}

/// Who of a family signed up for a course already, and who of its members still could: each person signs up for a course once.
pub(crate) async fn parted(
    ctx: &Ctx,
    course: CourseId,
    family: FamilyId,
    trainees: Vec<Trainee>,
) -> Result<(Vec<There>, Vec<Trainee>), AppError> {
    let query = enrolment::Entity::find()
        .filter(enrolment::Column::CourseId.eq(course))
        .filter(enrolment::Column::FamilyId.eq(family))
        .filter(enrolment::Column::Repeatable.eq(0))
        .filter(enrolment::Column::State.is_not_in(EnrolmentState::OUT))
        .order_by_asc(enrolment::Column::Id)
        .find_also_related(cohort::Entity);
    let rows = query.all(ctx.db.read()).await?;
    let keys: Vec<(MemberId, String)> = trainees.iter().map(|trainee| (trainee.id, person_key(ctx, &trainee.identity))).collect();
    let there = |(row, cohort): (enrolment::Model, Option<cohort::Model>)| There {
        id: row.id,
        member: keys.iter().find(|(_, key)| *key == row.person_key).map(|(member, _)| *member),
        name: row.name,
        reference: row.reference,
        state: row.state.told(),
        number: cohort.map_or(0, |cohort| cohort.number),
    };
    let there: Vec<There> = rows.into_iter().map(there).collect();
    let free = trainees.into_iter().filter(|trainee| there.iter().all(|one| one.member != Some(trainee.id))).collect();
    Ok((there, free))
}

/// What a family sent just now for the same person.
async fn twin(tx: &Tx, id: CohortId, family: FamilyId, key: &str) -> Result<Option<enrolment::Model>, AppError> {
    let query = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(id))
        .filter(enrolment::Column::PersonKey.eq(key))
        .filter(enrolment::Column::FamilyId.eq(family))
        .filter(enrolment::Column::State.eq(EnrolmentState::Submitted));
    Ok(query.one(&**tx).await?)
}

/// The first condition of a cohort that a family does not meet now, the licence before all: of which course it is, until when
/// it is held, and who may sign up.
pub(crate) async fn unmet(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model, family: FamilyId, lives: Lives) -> Result<Option<Reason>, AppError> {
    let today = day_in_tripoli(ctx.now);
    let Some(licensed_until) = families::licensed_until(&**tx, family, today).await? else { return Ok(Some(families::NOT_LICENSED)) };
    let terms = conditions::of_cohort(&**tx, cohort.id).await?.terms;
    let took_it = terms.first_time && conditions::took(&**tx, cohort.course_id, vec![family]).await?.contains(&family);
    Ok(terms.unmet(&Applicant { lives, licensed_until, took_it }, cohort.ends_on))
}

/// Of those who signed up, here or before, who meets every condition of a cohort now, in their order.
pub(crate) async fn meeting<C: ConnectionTrait>(
    db: &C,
    cohort: &cohort::Model,
    terms: &Terms,
    today: NaiveDate,
    rows: Vec<enrolment::Model>,
) -> Result<Vec<enrolment::Model>, AppError> {
    let asked: Vec<FamilyId> = rows.iter().map(|row| row.family_id).collect();
    let licences = families::licensed_untils(db, asked.clone(), today).await?;
    let took = if terms.first_time { conditions::took(db, cohort.course_id, asked).await? } else { HashSet::new() };
    let ends_on = cohort.ends_on;
    let applicant = |row: &enrolment::Model, licensed_until| {
        let took_it = took.contains(&row.family_id);
        Applicant { lives: Lives::of(row), licensed_until, took_it }
    };
    let unmet = |row: &enrolment::Model, until| terms.unmet(&applicant(row, until), ends_on);
    let meets = |row: &enrolment::Model| licences.get(&row.family_id).is_some_and(|until| unmet(row, *until).is_none());
    Ok(rows.into_iter().filter(meets).collect())
}

/// The same for one's own family, which is licensed, before the form is shown.
pub(crate) async fn unmet_of(ctx: &Ctx, view: &CohortView, own: &OwnFamily) -> Result<Option<Reason>, AppError> {
    let (db, terms) = (ctx.db.read(), &view.conditions.terms);
    let until = own.licence.as_ref().map(|(_, until)| *until).filter(|_| own.licence_holds(ctx.now));
    let Some(licensed_until) = until else { return Ok(Some(families::NOT_LICENSED)) };
    let lives = lives_in(ctx, db, own.municipality.clone().unwrap_or_default(), own.id).await?;
    let took_it = terms.first_time && conditions::took(db, view.course.id, vec![own.id]).await?.contains(&own.id);
    Ok(terms.unmet(&Applicant { lives, licensed_until, took_it }, view.cohort.ends_on))
}

/// Where a family lives now, and what it makes.
pub(crate) async fn lives<C: ConnectionTrait>(ctx: &Ctx, db: &C, family: FamilyId) -> Result<Lives, AppError> {
    let municipality = families::municipality_of(db, family).await?.unwrap_or_default();
    lives_in(ctx, db, municipality, family).await
}

async fn lives_in<C: ConnectionTrait>(ctx: &Ctx, db: &C, municipality: String, family: FamilyId) -> Result<Lives, AppError> {
    let places = place::places(&ctx.db).await?;
    let region = places.municipality(&municipality).map(|m| m.region_code.clone()).unwrap_or_default();
    Ok(Lives { municipality, region, crafts: families::crafts_of(db, family).await? })
}

/// The family sends a returned enrolment again with what was missing; its day of signing up stays. Also after the window: an
/// order is made only when nothing waits any more.
pub async fn resend(ctx: &Ctx, id: EnrolmentId, said: Said) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (cohort, found) = own(&tx, ctx, id).await?;
    // The same form sent twice has one effect.
    if found.state == EnrolmentState::Submitted {
        return Ok(());
    }
    let state = found.state.step(EnrolmentMove::Resend).ok().filter(|_| cohort.state == CohortState::Open).ok_or(Reason::NOT_NOW)?;
    let answers = questions::read(&questions::of_cohort(&*tx, cohort.id).await?, &said.answers)?;
    let mut row = found.into_active_model();
    row.state = state.set();
    row.words = Set(said.words);
    row.reason = Set(String::new());
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    questions::write(&tx, id, answers).await?;
    Ok(tx.commit().await?)
}

/// States in which somebody else of the family can still be sent.
pub(crate) const REPLACEABLE: [EnrolmentState; 6] = [
    EnrolmentState::Submitted,
    EnrolmentState::Returned,
    EnrolmentState::Screened,
    EnrolmentState::Waitlisted,
    EnrolmentState::Offered,
    EnrolmentState::Confirmed,
];

/// The family sends somebody else of it, with a reason, until the cohort begins; the place and the seat stay. Not while a
/// committee has the file in its hands.
pub async fn substitute(ctx: &Ctx, id: EnrolmentId, member: MemberId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let family = families::licensed_own(&*tx, ctx).await?;
    let (cohort, found) = own(&tx, ctx, id).await?;
    let begun = cohort.starts_on <= day_in_tripoli(ctx.now);
    if begun || !REPLACEABLE.contains(&found.state) || cases::committee::at_work(&*tx, SittingKind::Cohort, cohort.id.0).await? {
        return Err(Reason::NOT_NOW.into());
    }
    let trainees = families::trainees(&*tx, family.id).await?;
    let field = format!("member_{id}");
    let trainee = trainees.into_iter().find(|trainee| trainee.id == member).ok_or(FieldErrors::one(&field, Problem::NotAChoice))?;
    let before = found.reference.clone();
    let mut row = found.into_active_model();
    row.name = Set(trainee.name);
    row.person_key = Set(person_key(ctx, &trainee.identity));
    row.changed_at = Set(ctx.now);
    match row.update(&*tx).await {
        Ok(_) => {}
        Err(error) if unique_violation(&error).is_some() => return Err(FieldErrors::one(&field, refusals::ENROLLED_ALREADY).into()),
        Err(error) => return Err(error.into()),
    }
    record(&tx, ctx, "training.substitute", "enrolment", id.0, format!("{before}: {words}")).await?;
    Ok(tx.commit().await?)
}
