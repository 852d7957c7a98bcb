//! The picture of a hall, and files and photos of a fair.

use axum::Extension;
use axum::extract::Path;
use fairs::{STAFF, drawing, files, photos};
use ground::ctx::Ctx;
use ground::error::{self, AppError, Problem};
use ground::form::{Check, Form};
use ground::ids::FairId;
use ground::route::{Access, Answer, Entry, post};
use ground::ui::{Done, done};

use super::receive::{Sending, Sent, receive, receive_into, store_document, store_photo, typed};
use crate::state::State;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        post("/desk/fairs/{fair}/hall/picture", Access::Staff(STAFF), hall_picture),
        post("/desk/fairs/{fair}/files/upload", Access::Staff(STAFF), file),
        post("/desk/fairs/{fair}/photos/upload", Access::Staff(STAFF), photo),
    ]
}

/// The picture on which a hall is drawn.
async fn hall_picture(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = FairId(id);
    drawing::may_set_picture(&ctx, id).await?;
    let set = async {
        let sent = receive(&state, &ctx, form, "picture", 1).await?;
        for (_, file) in sent.files {
            store_photo(&state, "picture", file, async |media| drawing::set_picture(&ctx, id, Some(media)).await).await?;
        }
        Ok(())
    };
    match set.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/hall"), Done::Added)),
        Err(AppError::Invalid(errors)) => fairs::hall_with(&ctx, id, errors).await,
        Err(error) => Err(error),
    }
}

/// A file of a fair.
async fn file(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = FairId(id);
    let added = async {
        files::may_add_file(&ctx, id).await?;
        let sent = receive(&state, &ctx, form, "file", 1).await?;
        for file in sent.files {
            store_document(&state, "file", file, async |name, media| files::add_file(&ctx, id, name, media).await).await?;
        }
        Ok(())
    };
    match added.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/files"), Done::Added)),
        Err(AppError::Invalid(errors)) => fairs::files_with(&ctx, id, Form::default(), errors).await,
        Err(error) => Err(error),
    }
}

/// A photo of a fair, with what it shows in words.
async fn photo(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = FairId(id);
    let mut kept = Form::default();
    let added = async {
        photos::may_add_photo(&ctx, id).await?;
        let mut sent = Sent::default();
        let received = receive_into(&mut sent, &state, &ctx, form, "photo", 1).await;
        kept = typed(std::mem::take(&mut sent.texts));
        received?;
        let mut check = Check::new(&kept);
        let alt = check.needed_line("alt", 3, 120);
        if sent.files.is_empty() {
            check.wrong("photo", Problem::Required);
        }
        check.done()?;
        for (_, file) in sent.files {
            store_photo(&state, "photo", file, async |media| photos::add_photo(&ctx, id, alt.clone(), media).await).await?;
        }
        Ok(())
    };
    match added.await.map_err(error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/files"), Done::Added)),
        Err(AppError::Invalid(errors)) => fairs::files_with(&ctx, id, kept, errors).await,
        Err(error) => Err(error),
    }
}
