//! What the signatures of a minute answer.

use axum::extract::Path;

use crate::minutes::sign_minute;
use cases::committee;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Filled, Form};
use ground::ids::SittingId;
use ground::route::{Access, Answer, Entry, post};
use ground::ui::{Done, done};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![post("/committee/{sitting}/sign", Access::Staff(&[Role::CommitteeMember]), sign)]
}

async fn sign(ctx: Ctx, Path((_, id)): Path<(String, i64)>, form: Form) -> Answer {
    let id = SittingId(id);
    match sign_minute(&ctx, id, form.get("read"), form.get("code")).await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/committee/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => committee::sitting_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
