//! Photos of products, and documents of families and cases.

use axum::Extension;
use axum::extract::Path;
use cases::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::{CaseId, FamilyId, ProductId};
use ground::route::{Access, Answer, Entry, post};
use ground::ui::{Done, done};
use market::catalogue::{self, Added};
use market::families::{self, DocumentFile};

use super::receive::{Sending, receive, store_document, store_photo};
use crate::state::State;

/// The line that receives several files at a time.
pub const PHOTOS: &str = "/me/products/{product}/photos";

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        post(PHOTOS, Access::SignedIn, product_photos),
        post("/me/family/documents/upload", Access::SignedIn, own_document),
        post("/desk/families/{family}/application/documents/upload", Access::Staff(Role::CASEWORKERS), helped_document),
        post("/desk/cases/{case}/documents", Access::Staff(Role::CASEWORKERS), case_document),
    ]
}

/// Photos of a product: those that can be taken are kept, the others are named.
async fn product_photos(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let added = async {
        // Whose it is, and whether there is room, comes before any byte is read.
        catalogue::may_add_photos(&ctx, ProductId(id)).await?;
        let sent = receive(&state, &ctx, form, "photos", catalogue::MOST_PHOTOS).await?;
        let (mut wrong, mut new) = (FieldErrors::default(), false);
        for (name, file) in sent.files {
            // Before each is made ready: the ones before it may have filled the room.
            catalogue::may_add_photos(&ctx, ProductId(id)).await?;
            match store_photo(&state, "photos", file, async |media| catalogue::add_photo(&ctx, ProductId(id), media).await).await {
                Ok(added) => new |= added == Added::Now,
                Err(AppError::Invalid(errors)) => {
                    wrong.0.extend(errors.0.into_iter().map(|(field, problem)| (field, Problem::InFile(name.clone(), Box::new(problem)))));
                }
                Err(error) => return Err(error),
            }
        }
        if wrong.0.is_empty() { Ok(if new { Done::Added } else { Done::ThereBefore }) } else { Err(wrong.into()) }
    };
    match added.await {
        Ok(what) => Ok(done(&ctx, &format!("/me/products/{id}/photos"), what)),
        Err(AppError::Invalid(errors)) => catalogue::photos_again(&ctx, ProductId(id), errors).await,
        Err(error) => Err(error),
    }
}

/// A document of one's own family.
async fn own_document(ctx: Ctx, Extension(state): Extension<State>, form: Sending) -> Answer {
    document(ctx, state, None, form).await
}

/// A document of a family whose application an officer fills in.
async fn helped_document(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    document(ctx, state, Some(FamilyId(id)), form).await
}

async fn document(ctx: Ctx, state: State, helped: Option<FamilyId>, form: Sending) -> Answer {
    let mut kind = String::new();
    let added = async {
        families::may_add_document(&ctx, helped).await?;
        let sent = receive(&state, &ctx, form, "document", 1).await?;
        kind = sent.texts.iter().find(|(name, _)| name == "kind").map(|(_, value)| value.clone()).unwrap_or_default();
        if !["identity", "family_register", "health_permit", "other"].contains(&kind.as_str()) {
            return Err(FieldErrors::one("kind", Problem::Required).into());
        }
        for file in sent.files {
            let row = async |name, media| families::add_document(&ctx, helped, DocumentFile { kind: kind.clone(), name, media }).await;
            store_document(&state, "document", file, row).await?;
        }
        Ok(())
    };
    match added.await {
        Ok(()) => Ok(done(&ctx, &format!("{}/documents", families::application_base(helped)), Done::Added)),
        Err(AppError::Invalid(errors)) => families::documents_again(&ctx, helped, kind, errors).await,
        Err(error) => Err(error),
    }
}

/// A document that an officer adds to a case.
async fn case_document(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = CaseId(id);
    let added = async {
        casework::may_add_document(&ctx, id).await?;
        let sent = receive(&state, &ctx, form, "document", 1).await?;
        for file in sent.files {
            store_document(&state, "document", file, async |name, media| casework::add_document(&ctx, id, name, media).await).await?;
        }
        Ok(())
    };
    match added.await {
        Ok(()) => Ok(done(&ctx, &desk::case_path(&ctx, id), Done::Added)),
        Err(AppError::Invalid(errors)) => desk::case_with(&ctx, id, errors).await,
        Err(error) => Err(error),
    }
}
