//! What officers do with those who signed up: accepted, refused, sent back, given points.

use cases::casework::{self, Finding};
use cases::committee::SittingKind;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::courses::{conditions, questions};
use crate::enrolment::notices::Notice;
use crate::enrolment::refusals;
use crate::entity::{course, enrolment, points};
use crate::reach::{PLANNERS, enrolment_in_reach, record};
use crate::rules::{CohortState, EnrolmentMove, EnrolmentState, Policy};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CohortId, CriterionId, EnrolmentId};
use ground::states::States;
use people::notifications::tell;

/// An officer looks at who signed up and finds the conditions met.
pub async fn screen(ctx: &Ctx, id: EnrolmentId) -> Result<CohortId, AppError> {
    let tx = ctx.begin().await?;
    let (cohort, found) = enrolment_in_reach(&tx, ctx, id).await?;
    // The same form sent twice has one effect.
    if found.state == EnrolmentState::Screened {
        return Ok(cohort.id);
    }
    if questions::lacks_file(&tx, &found).await? {
        return Err(refusals::FILE_MISSING.into());
    }
    judge(&tx, ctx, found, EnrolmentMove::Screen, Finding::Meets, "training.screen").await?;
    tx.commit().await?;
    Ok(cohort.id)
}

/// An officer finds the conditions not met, with the reason that the family hears.
pub async fn refuse(ctx: &Ctx, id: EnrolmentId, words: &str) -> Result<CohortId, AppError> {
    let tx = ctx.begin().await?;
    let (cohort, found) = enrolment_in_reach(&tx, ctx, id).await?;
    let applicant = found.applicant_id;
    judge(&tx, ctx, found, EnrolmentMove::Refuse, Finding::Lacks(words), "training.refuse").await?;
    let title = course::title_of(&tx, &cohort).await?;
    tell(&tx, ctx, applicant, &Notice::NotEnrolled { title, words: words.to_owned() }, "/me/training").await?;
    tx.commit().await?;
    Ok(cohort.id)
}

/// An officer sends an enrolment back for what is missing, in words that the family reads.
pub async fn send_back(ctx: &Ctx, id: EnrolmentId, words: &str) -> Result<CohortId, AppError> {
    let tx = ctx.begin().await?;
    let (cohort, found) = enrolment_in_reach(&tx, ctx, id).await?;
    if cohort.state != CohortState::Open {
        return Err(Reason::NOT_NOW.into());
    }
    let applicant = found.applicant_id;
    judge(&tx, ctx, found, EnrolmentMove::Return, Finding::Missing(words), "training.return").await?;
    let title = course::title_of(&tx, &cohort).await?;
    tell(&tx, ctx, applicant, &Notice::EnrolmentReturned { title, words: words.to_owned() }, "/me/training").await?;
    tx.commit().await?;
    Ok(cohort.id)
}

/// Writes down what an officer found, and who it was. What the committee has before it is not changed from outside.
async fn judge(tx: &Tx, ctx: &Ctx, found: enrolment::Model, by: EnrolmentMove, finding: Finding<'_>, act: &str) -> Result<(), AppError> {
    let me = finding.by(ctx, PLANNERS, found.applicant_id)?;
    if cases::committee::at_work(&**tx, SittingKind::Cohort, found.cohort_id.0).await? {
        return Err(Reason::NOT_NOW.into());
    }
    let state = found.state.step(by)?;
    let (id, reference) = (found.id, found.reference.clone());
    let mut row = found.into_active_model();
    row.state = state.set();
    row.reason = Set(finding.words().to_owned());
    row.screened_by = Set(Some(me));
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    record(tx, ctx, act, "enrolment", id.0, reference).await
}

/// An officer gives somebody points, one for each criterion of the cohort, until the order is published. An order that was made
/// before has to be made again.
pub async fn give_points(ctx: &Ctx, id: EnrolmentId, given: Vec<(CriterionId, i64)>) -> Result<CohortId, AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let (cohort, found) = enrolment_in_reach(&tx, ctx, id).await?;
    if found.applicant_id == me {
        return Err(casework::OWN_CASE.into());
    }
    let pointed = [EnrolmentState::Submitted, EnrolmentState::Screened, EnrolmentState::Nominated];
    if cohort.policy != Policy::Score || cohort.state != CohortState::Open || !pointed.contains(&found.state) {
        return Err(Reason::NOT_NOW.into());
    }
    let criteria = conditions::of_cohort(&*tx, cohort.id).await?.criteria;
    let before = conditions::points(&*tx, &criteria).await?;
    let (mut said, mut changed) = (Vec::new(), false);
    for row in &criteria {
        let points = given.iter().find(|(criterion, _)| *criterion == row.id).map(|(_, points)| *points);
        let points = points.ok_or(FieldErrors::one(&format!("points_{id}_{}", row.id), Problem::Required))?;
        changed |= before.get(&(id, row.id)) != Some(&points);
        let row = points::ActiveModel {
            enrolment_id: Set(id),
            criterion_id: Set(row.id),
            points: Set(points),
            given_by: Set(me),
            given_at: Set(ctx.now),
        };
        conditions::give(&tx, row).await?;
        said.push(points.to_string());
    }
    let cohort_id = cohort.id;
    if !changed {
        return Ok(cohort_id);
    }
    let mut row = cohort.into_active_model();
    row.ordered_by = Set(None);
    row.update(&*tx).await?;
    record(&tx, ctx, "training.points", "enrolment", id.0, format!("{}: {}", found.reference, said.join(" "))).await?;
    tx.commit().await?;
    Ok(cohort_id)
}
