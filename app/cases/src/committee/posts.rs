//! What the forms of the committee do, and the page of a sitting again with what is wrong. Signing stands at the desk, which does
//! what a minute says.

use axum::extract::Path;

use super::rules::Choice;
use super::types::FileView;
use super::{acts, minutes, pages, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{SittingFileId, SittingId};
use ground::route::{Act, Answer};
use ground::ui::{Done, done};

pub(super) type Key = Path<(String, i64)>;

/// The page of a sitting, with what was typed.
pub async fn sitting_again(ctx: &Ctx, id: SittingId, filled: &Filled) -> Answer {
    Ok(pages::sitting(ctx, &reads::sitting(ctx, id).await?, filled).answering(filled).respond(ctx))
}

pub(super) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = SittingId(id);
    let changed = async {
        match act {
            "attend" => acts::attend(&ctx, id).await,
            "declare" => declare(&ctx, id, &form).await,
            "vote" => vote(&ctx, id, &form).await,
            "count" => count(&ctx, id, &form).await,
            "reopen" => {
                let words = reason(&form, "reopen_words")?;
                minutes::reopen(&ctx, id, &words).await
            }
            "cancel" => {
                let words = reason(&form, "cancel_words")?;
                acts::cancel(&ctx, id, &words).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/committee/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => sitting_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

fn reason(form: &Form, field: &str) -> Result<String, AppError> {
    let mut check = Check::new(form);
    let words = check.needed_lines(field, 5, 1_000);
    check.done()?;
    Ok(words)
}

async fn declare(ctx: &Ctx, id: SittingId, form: &Form) -> Result<(), AppError> {
    let file = form.get("file").parse::<SittingFileId>().map_err(|_| AppError::NotFound)?;
    let words = reason(form, &format!("conflict_{file}"))?;
    acts::declare(ctx, id, file, &words).await
}

/// Files of the sitting whose fields may be in the form.
async fn files(ctx: &Ctx, id: SittingId) -> Result<Vec<FileView>, AppError> {
    Ok(reads::sitting(ctx, id).await?.files)
}

async fn vote(ctx: &Ctx, id: SittingId, form: &Form) -> Result<(), AppError> {
    let choice = |view: FileView| Choice::from_code(form.get(&format!("vote_{}", view.id))).map(|choice| (view.id, choice));
    let choices: Vec<_> = files(ctx, id).await?.into_iter().filter_map(choice).collect();
    if choices.is_empty() {
        return Err(Reason::NOTHING_CHOSEN.into());
    }
    acts::vote(ctx, id, &choices).await
}

async fn count(ctx: &Ctx, id: SittingId, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let mut reasons = Vec::new();
    for view in files(ctx, id).await? {
        let words = check.lines(&format!("reason_{}", view.id), 600);
        reasons.push((view.id, words));
    }
    check.done()?;
    minutes::count(ctx, id, &reasons).await
}
