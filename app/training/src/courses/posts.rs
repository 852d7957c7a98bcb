//! What the forms of courses do, and their pages again with what is wrong.

use axum::extract::Path;

use crate::courses::acts;
use crate::courses::forms::{course_as_typed, read_modules};
use crate::courses::refusals;
use crate::courses::types::CourseForm;
use crate::courses::types::CourseView;
use crate::courses::{calendar, pages, reads};
use crate::rules::CourseField;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Check, Filled, Form};
use ground::ids::CourseId;
use ground::route::Answer;
use ground::ui::{Done, done};
use people::{crafts, place};

pub(crate) async fn new_calendar(ctx: Ctx) -> Answer {
    calendar::renew(&ctx).await?;
    Ok(done(&ctx, "/me/training", Done::Saved))
}

/// `new`, or a key.
pub(crate) fn key(typed: &str) -> Result<Option<i64>, AppError> {
    match typed {
        "new" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| AppError::NotFound),
    }
}

pub(crate) async fn show_course(ctx: &Ctx, id: Option<CourseId>, filled: &Filled) -> Answer {
    let saved = match id {
        Some(id) => Some((id, reads::logo(ctx, &reads::desk_course(ctx, id).await?.about).await?)),
        None => None,
    };
    Ok(pages::course_form(ctx, filled, saved.as_ref()).answering(filled).respond(ctx))
}

/// The form of a course again, with what is wrong with its logo.
pub async fn course_again(ctx: &Ctx, id: CourseId, errors: FieldErrors) -> Answer {
    let form = course_as_typed(ctx, Some(id)).await?;
    show_course(ctx, Some(id), &Filled::wrong(form, errors)).await
}

pub(crate) async fn no_logo(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    acts::set_logo(&ctx, CourseId(id), None).await?;
    Ok(done(&ctx, &format!("/desk/training/courses/{id}"), Done::Saved))
}

pub(crate) async fn save_course(ctx: Ctx, Path((_, course)): Path<(String, String)>, form: Form) -> Answer {
    let id = key(&course)?.map(CourseId);
    let saved = async {
        let mut check = Check::new(&form);
        let new = CourseForm {
            title_ar: check.needed_line("title_ar", 3, 100),
            title_en: check.line("title_en", 100),
            aims: check.needed_lines("aims", 10, 2_000),
            prerequisites: check.lines("prerequisites", 600),
            partner: check.line("partner", 100),
            partner_since: check.line("partner_since", 60),
            language: check.line("language", 60),
            accessibility: check.lines("accessibility", 600),
            field: check.choice("field", CourseField::from_code).unwrap_or(CourseField::Quality),
            hours: check.needed_number("hours", 1, 1_000),
            valid_months: check.needed_number("valid_months", 1, 120),
            gives_mark: check.flag("gives_mark"),
            modules: read_modules(&mut check, &form),
        };
        if !new.title_ar.is_empty() && !ground::text::has_arabic(&new.title_ar) {
            check.wrong("title_ar", Problem::ArabicNeeded);
        }
        let hours: i64 = new.modules.iter().map(|(_, module)| module.hours).sum();
        if check.is_clean() && hours > new.hours {
            check.wrong("hours", refusals::modules_longer(hours));
        }
        check.done()?;
        acts::save_course(&ctx, id, new).await
    };
    match saved.await {
        Ok(_) => Ok(done(&ctx, "/desk/training", Done::Saved)),
        Err(AppError::Invalid(errors)) => show_course(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) type CohortKey = Path<(String, i64, String)>;

pub(crate) async fn cohort_again(ctx: &Ctx, course: i64, filled: &Filled) -> Answer {
    let view = reads::desk_course(ctx, CourseId(course)).await?;
    show_cohort(ctx, &view, filled).await
}

/// The form of a cohort of a course.
pub(crate) async fn show_cohort(ctx: &Ctx, view: &CourseView, filled: &Filled) -> Answer {
    let places = place::places(&ctx.db).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let from = filled.form.get("from").parse().ok().and_then(|from| view.cohorts.iter().find(|cohort| cohort.id == from));
    let waited = match from {
        Some(from) => reads::not_seated(ctx.db.read(), from.id).await?,
        None => 0,
    };
    Ok(pages::cohort_form(ctx, &view.course, filled, waited, &places, &crafts).answering(filled).respond(ctx))
}
