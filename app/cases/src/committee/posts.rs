//! What the forms of the committee do, and the page of a sitting again with what is wrong. Signing stands at the desk, which does
//! what a minute says.

use axum::extract::Path;

use super::pages::accepted_by;
use super::rules::Choice;
use super::types::FileView;
use super::{acts, minutes, pages, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{SittingFileId, SittingId};
use ground::route::{Act, Answer};
use ground::texts::Locale;
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

/// Why, for the person: what was written for this file; else the votes where it is accepted, and where not, what was written for all that
/// were not.
fn reason_of(view: &FileView, own: String, rest: &str) -> String {
    match &view.ballot {
        _ if !own.is_empty() => own,
        Some(ballot) if ballot.accepted() => accepted_by(Locale::Ar, ballot),
        _ => rest.to_owned(),
    }
}

/// Files of the sitting whose fields may be in the form.
async fn files(ctx: &Ctx, id: SittingId) -> Result<Vec<FileView>, AppError> {
    Ok(reads::sitting(ctx, id).await?.files)
}

async fn vote(ctx: &Ctx, id: SittingId, form: &Form) -> Result<(), AppError> {
    // What is not marked is taken as it is proposed, if the member says so.
    let rest = form.has("rest", "yes").then_some(Choice::Yes);
    let choice = |view: FileView| {
        let marked = Choice::from_code(form.get(&format!("vote_{}", view.id)));
        marked.or(rest.filter(|_| !view.hidden)).map(|choice| (view.id, choice))
    };
    let choices: Vec<_> = files(ctx, id).await?.into_iter().filter_map(choice).collect();
    if choices.is_empty() {
        return Err(Reason::NOTHING_CHOSEN.into());
    }
    acts::vote(ctx, id, &choices).await
}

async fn count(ctx: &Ctx, id: SittingId, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let mut reasons = Vec::new();
    let rest = check.lines("reason_rest", 600);
    for view in files(ctx, id).await? {
        let own = check.lines(&format!("reason_{}", view.id), 600);
        reasons.push((view.id, reason_of(&view, own, &rest)));
    }
    check.done()?;
    minutes::count(ctx, id, &reasons).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::committee::rules::Ballot;

    fn file(yes: u32, no: u32) -> FileView {
        FileView {
            id: SittingFileId(1),
            reference: "E-2026-00001".into(),
            name: "بيت الواحة".into(),
            details: String::new(),
            yes: None,
            no: None,
            position: None,
            reason: String::new(),
            proposed: None,
            ballot: Some(Ballot { file: 1, reference: "E-2026-00001".into(), rank: None, yes, no }),
            own: None,
            hidden: false,
            conflicts: 0,
        }
    }

    #[test]
    fn one_reason_serves_all_that_were_not_accepted_and_no_others() {
        let rest = "لا تكفي المقاعد";
        assert_eq!(reason_of(&file(0, 2), String::new(), rest), rest);
        assert_eq!(reason_of(&file(0, 2), "لم تكتمل الأوراق".into(), rest), "لم تكتمل الأوراق");
        assert!(reason_of(&file(2, 1), String::new(), rest).contains('2'));
        assert!(reason_of(&file(1, 1), String::new(), "").is_empty(), "it is asked for");
    }
}
