//! Logos of courses, materials of cohorts, and what trainees send in.

use axum::Extension;
use axum::extract::Path;
use ground::ctx::Ctx;
use ground::error::{self, AppError, FieldErrors, Problem};
use ground::form::Form;
use ground::ids::{CohortId, CourseId, EnrolmentId, LessonId, ModuleId, QuestionId};
use ground::route::{Access, Answer, Entry, post};
use ground::text;
use ground::ui::{Done, done};
use training::{PLANNERS, TEACHERS, classroom};

use super::receive::{Sending, Sent, receive, receive_into, store_document, store_photo, typed};
use crate::state::State;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        post("/desk/training/courses/{course}/logo", Access::Staff(PLANNERS), partner_logo),
        post("/desk/training/cohorts/{cohort}/materials", Access::Staff(TEACHERS), material),
        post("/me/training/{enrolment}/answers/{question}", Access::SignedIn, answer_file),
        post("/me/training/{enrolment}/homework", Access::SignedIn, homework),
    ]
}

/// Most characters of what is written beside homework.
const MOST_WORDS: usize = 1_000;

/// The logo of who gives a course together with the Authority.
async fn partner_logo(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = CourseId(id);
    training::may_set_logo(&ctx, id).await?;
    let set = async {
        let sent = receive(&state, &ctx, form, "logo", 1).await?;
        for (_, file) in sent.files {
            store_photo(&state, "logo", file, async |media| training::set_logo(&ctx, id, Some(media)).await).await?;
        }
        Ok(())
    };
    match set.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/courses/{id}"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::course_again(&ctx, id, errors).await,
        Err(error) => Err(error),
    }
}

/// A file that trainees of a cohort may read.
async fn material(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = CohortId(id);
    let mut kept = Form::default();
    // Whose it is comes before any byte is read.
    classroom::desk_classroom(&ctx, id).await?;
    let added = async {
        let mut sent = Sent::default();
        let received = receive_into(&mut sent, &state, &ctx, form, "material", 1).await;
        kept = typed(std::mem::take(&mut sent.texts));
        received?;
        if sent.files.is_empty() {
            return Err(FieldErrors::one("material", Problem::Required).into());
        }
        let module = kept.get("module").parse::<ModuleId>().map_err(|_| FieldErrors::one("module", Problem::NotAChoice))?;
        for file in sent.files {
            let row = async |name, media| classroom::add_material(&ctx, id, module, name, media).await;
            store_document(&state, "material", file, row).await?;
        }
        Ok(())
    };
    match added.await.map_err(error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}/room"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::desk_classroom_again(&ctx, id, kept, errors).await,
        Err(error) => Err(error),
    }
}

/// A file that answers a question of the application.
async fn answer_file(
    ctx: Ctx,
    Extension(state): Extension<State>,
    Path((_, id, question)): Path<(String, i64, i64)>,
    form: Sending,
) -> Answer {
    let (id, question) = (EnrolmentId(id), QuestionId(question));
    let added = async {
        classroom::may_answer(&ctx, id, question).await?;
        let sent = receive(&state, &ctx, form, "file", 1).await?;
        for file in sent.files {
            let row = async |name, media| classroom::answer_with_file(&ctx, id, question, name, media).await;
            store_document(&state, "file", file, row).await?;
        }
        Ok(())
    };
    match added.await.map_err(error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/training/{id}"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::classroom_again(&ctx, id, Form::default(), errors).await,
        Err(error) => Err(error),
    }
}

/// Homework: words, a file, or both.
async fn homework(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = EnrolmentId(id);
    let mut kept = Form::default();
    classroom::classroom(&ctx, id).await?;
    let sent = async {
        let mut sent = Sent::default();
        let received = receive_into(&mut sent, &state, &ctx, form, "homework", 1).await;
        kept = typed(std::mem::take(&mut sent.texts));
        received?;
        let lesson = kept.get("lesson").parse::<LessonId>().map_err(|_| FieldErrors::one("lesson", Problem::NotAChoice))?;
        classroom::may_send(&ctx, id, lesson).await?;
        let words = text::clean(kept.get("words"));
        if words.chars().count() > MOST_WORDS {
            return Err(FieldErrors::one("words", Problem::TooLong(MOST_WORDS)).into());
        }
        let Some(file) = sent.files.into_iter().next() else {
            return classroom::send_homework(&ctx, id, lesson, words, None).await;
        };
        let row = async |_, media| classroom::send_homework(&ctx, id, lesson, words, Some(media)).await;
        store_document(&state, "homework", file, row).await
    };
    match sent.await.map_err(error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/training/{id}"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::classroom_again(&ctx, id, kept, errors).await,
        Err(error) => Err(error),
    }
}
