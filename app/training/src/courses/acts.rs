//! Planning of courses: what is taught, with whom, and for how long a certificate holds.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::courses::refusals;
use crate::courses::types::{CourseForm, ModuleForm};
use crate::entity::{assessment, course, material, module};
use crate::reach::{PLANNERS, record};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::CourseId;
use ground::text;
use people::media::{self, NewMedia};

/// Saves a course, or a new one. Its address never changes.
pub async fn save_course(ctx: &Ctx, id: Option<CourseId>, form: CourseForm) -> Result<CourseId, AppError> {
    ctx.actor.staff(PLANNERS)?;
    let CourseForm { title_ar, title_en, hours, valid_months, gives_mark, modules, .. } = form;
    let tx = ctx.begin().await?;
    // The same form sent twice makes one course.
    let twin = course::Entity::find().filter(course::Column::TitleAr.eq(&title_ar)).one(&*tx).await?;
    if twin.is_some_and(|twin| Some(twin.id) != id) {
        return Err(FieldErrors::one("title_ar", Problem::Twice).into());
    }
    let mut row = match id {
        Some(id) => course::Entity::find_by_id(id).one(&*tx).await?.ok_or(AppError::NotFound)?.into_active_model(),
        None => course::ActiveModel {
            slug: Set(tx.free_slug("course", &text::slug(&title_ar), 2).await?),
            created_at: Set(ctx.now),
            ..Default::default()
        },
    };
    row.title_ar = Set(title_ar);
    row.title_en = Set(title_en);
    row.aims = Set(form.aims);
    row.prerequisites = Set(form.prerequisites);
    row.partner = Set(form.partner);
    row.partner_since = Set(form.partner_since);
    row.language = Set(form.language);
    row.accessibility = Set(form.accessibility);
    row.field = Set(form.field);
    row.hours = Set(hours);
    row.valid_months = Set(valid_months);
    row.gives_mark = Set(gives_mark);
    let saved = if id.is_some() { row.update(&*tx).await? } else { row.insert(&*tx).await? };
    save_modules(&tx, saved.id, modules).await?;
    record(&tx, ctx, "training.course", "course", saved.id.0, saved.slug).await?;
    tx.changed(saved.id).await?;
    tx.commit().await?;
    Ok(saved.id)
}

/// Whether somebody may give a course its partner's logo; asked before any byte is read.
pub async fn may_set_logo(ctx: &Ctx, id: CourseId) -> Result<(), AppError> {
    ctx.actor.staff(PLANNERS)?;
    course::Entity::find_by_id(id).one(ctx.db.read()).await?.ok_or(AppError::NotFound).map(|_| ())
}

/// Gives a course the logo of its partner, which everyone sees from then on; or takes it away.
pub async fn set_logo(ctx: &Ctx, id: CourseId, logo: Option<NewMedia>) -> Result<(), AppError> {
    ctx.actor.staff(PLANNERS)?;
    let tx = ctx.begin().await?;
    let found = course::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    if found.partner.is_empty() && logo.is_some() {
        return Err(FieldErrors::one("logo", refusals::NO_PARTNER).into());
    }
    let logo = match logo {
        Some(new) => {
            let key = media::add(&tx, ctx, None, new).await?;
            media::make_public(&tx, ctx, vec![key]).await?;
            Some(key)
        }
        None => None,
    };
    let slug = found.slug.clone();
    let mut row = found.into_active_model();
    row.partner_logo_id = Set(logo);
    row.update(&*tx).await?;
    record(&tx, ctx, "training.course", "course", id.0, slug).await?;
    tx.changed(id).await?;
    Ok(tx.commit().await?)
}

/// Modules by their place: what was assessed stays what it was about, and is not left out.
async fn save_modules(tx: &Tx, course: CourseId, modules: Vec<(i64, ModuleForm)>) -> Result<(), AppError> {
    let known = module::of_course(&**tx, course).await?;
    for row in known.iter().filter(|row| !modules.iter().any(|(position, _)| *position == row.position)) {
        let assessed = assessment::Entity::find().filter(assessment::Column::ModuleId.eq(row.id)).one(&**tx).await?;
        let read = material::Entity::find().filter(material::Column::ModuleId.eq(row.id)).one(&**tx).await?;
        if assessed.is_some() || read.is_some() {
            return Err(FieldErrors::one(&format!("module_{}", row.position), refusals::FIXED_NOW).into());
        }
        module::Entity::delete_by_id(row.id).exec(&**tx).await?;
    }
    for (position, ModuleForm { title, hours, learnt }) in modules {
        let there = known.iter().find(|row| row.position == position);
        let mut row = match there {
            Some(row) => row.clone().into_active_model(),
            None => module::ActiveModel { course_id: Set(course), position: Set(position), ..Default::default() },
        };
        row.title = Set(title);
        row.hours = Set(hours);
        row.learnt = Set(learnt);
        if there.is_some() {
            row.update(&**tx).await?
        } else {
            row.insert(&**tx).await?
        };
    }
    Ok(())
}
