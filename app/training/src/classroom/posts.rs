//! What the forms of the classroom do, and its pages again with what is wrong.

use axum::extract::Path;

use crate::classroom::feedback::{self, RATED};
use crate::classroom::{homework, materials, messages, pages, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CohortId, EnrolmentId, HomeworkId};
use ground::route::{Act, Answer};
use ground::ui::{Done, Scale, done, read_ratings};

pub(crate) type Key = Path<(String, i64)>;

pub(crate) async fn show_classroom(ctx: &Ctx, id: EnrolmentId, filled: &Filled) -> Answer {
    Ok(pages::classroom(ctx, &reads::classroom(ctx, id).await?, filled).answering(filled).respond(ctx))
}

/// One's own classroom again, with what is wrong with a file.
pub async fn classroom_again(ctx: &Ctx, id: EnrolmentId, form: Form, errors: FieldErrors) -> Answer {
    show_classroom(ctx, id, &Filled::wrong(form, errors)).await
}

pub(crate) async fn rate(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = EnrolmentId(id);
    let rated = async {
        let mut check = Check::new(&form);
        let ratings = read_ratings(&mut check, RATED.map(|code| (code, Scale::How)));
        let words = check.lines("words", 1_000);
        check.done()?;
        feedback::rate(&ctx, id, ratings, words).await
    };
    match rated.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/training/{id}"), Done::Said)),
        Err(AppError::Invalid(errors)) => show_classroom(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn show_desk_classroom(ctx: &Ctx, id: CohortId, filled: &Filled) -> Answer {
    Ok(pages::desk_classroom(ctx, &reads::desk_classroom(ctx, id).await?, filled).answering(filled).respond(ctx))
}

/// The classroom of who teaches again, with what is wrong with a file.
pub async fn desk_classroom_again(ctx: &Ctx, id: CohortId, form: Form, errors: FieldErrors) -> Answer {
    show_desk_classroom(ctx, id, &Filled::wrong(form, errors)).await
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = CohortId(id);
    let changed = async {
        match act {
            "write" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines("message", 3, 2_000);
                check.done()?;
                messages::write(&ctx, id, &words).await
            }
            "remove" => materials::remove_material(&ctx, id, form.get("material").parse().map_err(|_| AppError::NotFound)?).await,
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}/room"), Done::Sent)),
        Err(AppError::Invalid(errors)) => show_desk_classroom(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn reply(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let cohort = form.get("cohort").parse::<CohortId>().map_err(|_| AppError::NotFound)?;
    let replied = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines(&format!("reply_{id}"), 2, 1_000);
        check.done()?;
        homework::reply(&ctx, HomeworkId(id), &words).await
    };
    match replied.await.map_err(kept) {
        Ok(cohort) => Ok(done(&ctx, &format!("/desk/training/cohorts/{cohort}/room"), Done::Sent)),
        Err(AppError::Invalid(errors)) => show_desk_classroom(&ctx, cohort, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
