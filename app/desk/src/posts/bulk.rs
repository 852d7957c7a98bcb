//! Several products approved together, and what is taken back of that.

use axum::extract::RawQuery;

use crate::types::Picked;
use crate::{acts, backs, pages, refusals};
use cases::casework::{self, CaseKind, CaseView, Decision, Outcome, QueueRow, ReasonCode};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::form::Form;
use ground::ids::{CaseId, ProductId};
use ground::route::Answer;
use market::catalogue;

/// Files that are decided together, at most: as many as a page of the queue has.
const MOST: usize = 50;

fn ids(form: &Form) -> Vec<CaseId> {
    form.all("case").filter_map(|id| id.parse::<CaseId>().ok()).take(MOST).collect()
}

/// The picked files that are there (still); one that is gone costs the others nothing.
async fn picked(ctx: &Ctx, form: &Form) -> Result<Vec<CaseView>, AppError> {
    let mut cases = Vec::new();
    for id in ids(form) {
        match casework::case_for_work(ctx, id).await {
            Ok(case) => cases.push(case),
            Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(cases)
}

/// What is approved together, seen once more with pictures and prices before it is.
pub(crate) async fn confirm(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let cases = casework::rows_of(&ctx, &ids(&Form::parse(&query.unwrap_or_default()))).await?;
    let cases: Vec<QueueRow> = cases.into_iter().filter(|case| case.kind == CaseKind::Product).collect();
    let of: Vec<_> = cases.iter().map(|case| (ProductId(case.subject_id), case.version)).collect();
    let mut briefs = catalogue::briefs(&ctx, &of).await?;
    let rows = cases.into_iter().map(|case| Picked { brief: briefs.remove(&ProductId(case.subject_id)), case }).collect::<Vec<_>>();
    Ok(pages::approve_many(&ctx, &rows).respond(&ctx))
}

/// Approves several products; each has its own transaction and its own line of the result.
pub(crate) async fn approve_many(ctx: Ctx, form: Form) -> Answer {
    let mut results = Vec::new();
    for case in picked(&ctx, &form).await? {
        let id = case.id;
        let outcome = if case.of_colleague(ctx.actor.id()) {
            Err(refusals::WITH_COLLEAGUE.into())
        } else if case.kind == CaseKind::Product && case.flagged.is_none() {
            let decision = Decision { outcome: Outcome::Approved, reason: ReasonCode::Meets, words: String::new() };
            match acts::decide(&ctx, id, &decision).await {
                // What was approved stays approved, and its line says so; when nothing answers, that is what is said.
                Err(error @ (AppError::Unavailable(_) | AppError::Unexpected(_))) => return Err(error),
                // Somebody else was writing: worth one more look before it counts as not done.
                Err(AppError::Busy) => acts::decide(&ctx, id, &decision).await,
                done => done,
            }
        } else {
            Err(AppError::Refused(Reason::NOT_NOW))
        };
        results.push((case, outcome));
    }
    Ok(pages::approved_many(&ctx, &results).respond(&ctx))
}

/// Takes back what the actor has just approved, each for itself.
pub(crate) async fn undo_many(ctx: Ctx, form: Form) -> Answer {
    let mut results = Vec::new();
    for case in picked(&ctx, &form).await? {
        let outcome = match backs::undo(&ctx, case.id).await {
            Err(error @ (AppError::Unavailable(_) | AppError::Unexpected(_))) => return Err(error),
            Err(AppError::Busy) => backs::undo(&ctx, case.id).await,
            done => done,
        };
        results.push((case, outcome));
    }
    Ok(pages::undone_many(&ctx, &results).respond(&ctx))
}
