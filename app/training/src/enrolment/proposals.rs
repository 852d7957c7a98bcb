//! Courses that an officer proposes to a family, turns that are given again, and waiting lists carried over to the next cohort.

use cases::casework;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

use crate::courses::conditions;
use crate::enrolment::acts::{lives, meeting, next_reference, unmet};
use crate::enrolment::notices::Notice;
use crate::enrolment::refusals;
use crate::entity::{cohort, course, enrolment, proposal};
use crate::reach::{PLANNERS, enrolment_in_reach, locked, record};
use crate::rules::{CohortState, EnrolmentState};
use crate::types::{Cohort, Course};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{CohortId, EnrolmentId, FamilyId};
use ground::states::States;
use market::families;
use people::notifications::tell;

/// Cohorts that families can sign up for today, with their courses.
pub async fn joinable(ctx: &Ctx) -> Result<Vec<(Course, Cohort)>, AppError> {
    let db = ctx.db.read();
    let query = cohort::Entity::find().filter(cohort::Column::State.eq(CohortState::Open)).order_by_asc(cohort::Column::ClosesOn);
    let cohorts: Vec<cohort::Model> = query.all(db).await?.into_iter().filter(|row| row.window_open(day_in_tripoli(ctx.now))).collect();
    let courses = course::Entity::find().filter(course::Column::Id.is_in(cohorts.iter().map(|row| row.course_id))).all(db).await?;
    let of = |cohort: cohort::Model| {
        let course = courses.iter().find(|course| course.id == cohort.course_id)?;
        Some((Course::of(ctx.l, course), cohort.into()))
    };
    Ok(cohorts.into_iter().filter_map(of).collect())
}

/// An officer proposes a cohort to a family of theirs, in words; the family signs up itself, or does not. Said again with other
/// words it is one proposal.
pub async fn propose(ctx: &Ctx, id: CohortId, family: FamilyId, words: &str) -> Result<(), AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    families::registered(ctx, family).await?;
    let tx = ctx.begin().await?;
    let cohort = locked(&tx, id).await?;
    if !cohort.window_open(day_in_tripoli(ctx.now)) {
        return Err(refusals::WINDOW_CLOSED.into());
    }
    let owner = families::owner_of(&*tx, family).await?.ok_or(refusals::NO_ACCOUNT)?;
    if owner == me {
        return Err(casework::OWN_CASE.into());
    }
    let lives = lives(ctx, &*tx, family).await?;
    if let Some(reason) = unmet(&tx, ctx, &cohort, family, lives).await? {
        return Err(reason.into());
    }
    let known = proposal::Entity::find().filter(proposal::Column::CohortId.eq(id)).filter(proposal::Column::FamilyId.eq(family));
    match known.one(&*tx).await? {
        Some(known) if known.words == words => return Ok(()),
        Some(known) => {
            let mut row = known.into_active_model();
            row.words = Set(words.to_owned());
            row.proposed_by = Set(me);
            row.proposed_at = Set(ctx.now);
            row.update(&*tx).await?;
        }
        None => {
            let row = proposal::ActiveModel {
                cohort_id: Set(id),
                family_id: Set(family),
                words: Set(words.to_owned()),
                proposed_by: Set(me),
                proposed_at: Set(ctx.now),
                ..Default::default()
            };
            row.insert(&*tx).await?;
        }
    }
    let course = course::Entity::find_by_id(cohort.course_id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let link = format!("/courses/{}/{}", course.slug, cohort.number);
    tell(&tx, ctx, owner, &Notice::CourseProposed { title: course.title_ar, words: words.to_owned() }, &link).await?;
    record(&tx, ctx, "training.propose", "cohort", id.0, format!("family {family}")).await?;
    Ok(tx.commit().await?)
}

/// Why an officer proposed a cohort to a family.
pub async fn proposed<C: ConnectionTrait>(db: &C, id: CohortId, family: FamilyId) -> Result<Option<String>, AppError> {
    let query = proposal::Entity::find().filter(proposal::Column::CohortId.eq(id)).filter(proposal::Column::FamilyId.eq(family));
    Ok(query.one(db).await?.map(|row| row.words))
}

/// Families to which a cohort was proposed.
pub async fn proposed_to<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<FamilyId>, AppError> {
    let query = proposal::Entity::find().select_only().column(proposal::Column::FamilyId).filter(proposal::Column::CohortId.eq(id));
    Ok(query.into_tuple().all(db).await?)
}

/// An officer lets somebody who completed the course take it once more, with a reason that stays in the trail.
pub async fn allow_again(ctx: &Ctx, id: EnrolmentId, words: &str) -> Result<CohortId, AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let (cohort, found) = enrolment_in_reach(&tx, ctx, id).await?;
    if found.repeatable != 0 {
        return Ok(cohort.id);
    }
    if found.applicant_id == me {
        return Err(casework::OWN_CASE.into());
    }
    if !matches!(found.state, EnrolmentState::Completed | EnrolmentState::Certified) {
        return Err(Reason::NOT_NOW.into());
    }
    let (applicant, reference) = (found.applicant_id, found.reference.clone());
    let mut row = found.into_active_model();
    row.repeatable = Set(id.0);
    row.update(&*tx).await?;
    let title = course::title_of(&tx, &cohort).await?;
    tell(&tx, ctx, applicant, &Notice::MayRepeat { title, words: words.to_owned() }, "/courses").await?;
    record(&tx, ctx, "training.again", "enrolment", id.0, format!("{reference}: {words}")).await?;
    tx.commit().await?;
    Ok(cohort.id)
}

/// Who waited in vain for a seat of an earlier cohort signs up for a locked one that is being announced, with the day of the
/// first time, as far as its conditions are met; each hears it, and can take it back. Gives how many.
pub(crate) async fn carry_over(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model) -> Result<usize, AppError> {
    let Some(from) = cohort.carries_from else { return Ok(0) };
    let terms = conditions::of_cohort(&**tx, cohort.id).await?.terms;
    let title = course::title_of(tx, cohort).await?;
    let mut carried = 0;
    let waited = enrolment::of_cohort(tx, from, &[EnrolmentState::NotSeated]).await?;
    for waited in meeting(&**tx, cohort, &terms, day_in_tripoli(ctx.now), waited).await? {
        let reference = next_reference(tx, ctx).await?;
        let row = enrolment::ActiveModel {
            cohort_id: Set(cohort.id),
            course_id: Set(cohort.course_id),
            family_id: Set(waited.family_id),
            applicant_id: Set(waited.applicant_id),
            reference: Set(reference.clone()),
            name: Set(waited.name),
            person_key: Set(waited.person_key),
            municipality_code: Set(waited.municipality_code),
            region_code: Set(waited.region_code),
            crafts: Set(waited.crafts),
            words: Set(waited.words),
            state: EnrolmentState::first().set(),
            reason: Set(String::new()),
            repeatable: Set(0),
            gave_feedback: Set(false),
            applied_at: Set(waited.applied_at),
            changed_at: Set(ctx.now),
            ..Default::default()
        };
        // Who signed up elsewhere meanwhile stays there.
        let written = enrolment::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(&**tx);
        if written.await? == 0 {
            continue;
        }
        tell(tx, ctx, waited.applicant_id, &Notice::CarriedOver { title: title.clone(), reference }, "/me/training").await?;
        carried += 1;
    }
    Ok(carried)
}
