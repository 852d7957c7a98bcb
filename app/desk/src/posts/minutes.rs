//! What the form that signs a minute does, and the sitting again with what is wrong.

use axum::extract::Path;

use crate::minutes::sign_minute;
use cases::committee;
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Filled, Form};
use ground::ids::SittingId;
use ground::route::Answer;
use ground::ui::{Done, done};

pub(crate) async fn sign(ctx: Ctx, Path((_, id)): Path<(String, i64)>, form: Form) -> Answer {
    let id = SittingId(id);
    match sign_minute(&ctx, id, form.get("read"), form.get("code")).await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/committee/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => committee::sitting_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
