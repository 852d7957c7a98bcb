//! What they can do now: points in the modules, with words.

use cases::casework;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::entity::{assessment, enrolment, module};
use crate::lessons::acts::running;
use crate::lessons::refusals;
use crate::reach::{record, taught_in_reach};
use crate::rules::EnrolmentState;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors};
use ground::ids::{CohortId, EnrolmentId, ModuleId};

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
            errors.add(&format!("points_{who}_{module}"), refusals::marked_meanwhile(&row.points.to_string()));
            continue;
        }
        changes.push(format!("{who}/{module}: {} to {points}", standing.map_or("–".to_owned(), |row| row.points.to_string())));
        let trainee = trainees.iter().find(|row| row.id == *who).ok_or(refusals::NOT_OF_COHORT)?;
        if trainee.applicant_id == me {
            return Err(casework::OWN_CASE.into());
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
