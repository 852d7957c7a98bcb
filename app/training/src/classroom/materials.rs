//! Files to read, for the modules of a course.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{material, module};
use crate::reach::{PLANNERS, TEACHERS, reached, record, taught_in_reach};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::{CohortId, ModuleId};
use people::media::{self, NewMedia};

/// A file to read for a module of the course; trainees of all its cohorts download it.
pub async fn add_material(ctx: &Ctx, id: CohortId, module: ModuleId, name: String, new: NewMedia) -> Result<(), AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = taught_in_reach(&*tx, ctx, id).await?;
    let of_course = module::Entity::find_by_id(module).filter(module::Column::CourseId.eq(cohort.course_id));
    of_course.one(&*tx).await?.ok_or(FieldErrors::one("module", Problem::NotAChoice))?;
    let media = media::add(&tx, ctx, None, new).await?;
    let row = material::ActiveModel {
        module_id: Set(module),
        name: Set(name),
        media_id: Set(media),
        added_by: Set(me),
        at: Set(ctx.now),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    record(&tx, ctx, "training.material", "cohort", id.0, String::new()).await?;
    Ok(tx.commit().await?)
}

/// Takes a material away again.
pub async fn remove_material(ctx: &Ctx, id: CohortId, material: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let cohort = taught_in_reach(&*tx, ctx, id).await?;
    let found = material::Entity::find_by_id(material).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let of_course = module::Entity::find_by_id(found.module_id).filter(module::Column::CourseId.eq(cohort.course_id));
    of_course.one(&*tx).await?.ok_or(AppError::NotFound)?;
    // A trainer takes away what is the trainer's own; who plans the cohort, everything of the course.
    let plans = ctx.actor.staff(PLANNERS).is_ok() && reached(ctx, &cohort.municipality_code).await?;
    if Some(found.added_by) != ctx.actor.id() && !plans {
        return Err(AppError::NotFound);
    }
    material::Entity::delete_by_id(material).exec(&*tx).await?;
    media::discard(&tx, ctx, found.media_id).await?;
    record(&tx, ctx, "training.material", "cohort", id.0, "removed".to_owned()).await?;
    Ok(tx.commit().await?)
}
