//! The lines of the URL table of applications and the pages they show, for the family itself and for an officer who helps.

use axum::extract::Path;

use super::corrections::parts_with;
use super::posts::{
    check_again, corrected_remove_member, corrected_save, helped_remove_document, helped_remove_member, helped_revise, helped_save,
    helped_send, own_remove_document, own_remove_member, own_revise, own_save, own_send, part_again, start,
};
use super::rules::{CorrectionState, Part};
use super::types::{Application, Target};
use super::{forms, pages, reads};
use cases::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors};
use ground::form::Filled;
use ground::ids::FamilyId;
use ground::route::{Access, Answer, Entry, get, post, see_other};
use people::{crafts, place};

const HELPERS: Access = Access::Staff(Role::CASEWORKERS);

/// Lines of the URL table. Documents are received by the server, which keeps the bytes.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/me/family", Access::SignedIn, own_tasks),
        get("/me/family/{part}", Access::SignedIn, own_part),
        post("/me/family/{part}", Access::SignedIn, own_save),
        post("/me/family/members/{member}/remove", Access::SignedIn, own_remove_member),
        post("/me/family/documents/{document}/remove", Access::SignedIn, own_remove_document),
        post("/me/family/revise", Access::SignedIn, own_revise),
        get("/me/family/check", Access::SignedIn, own_check),
        post("/me/family/check", Access::SignedIn, own_send),
        get("/me/family/sent", Access::SignedIn, own_sent),
        get("/desk/families/new", HELPERS, start_page),
        post("/desk/families/new", HELPERS, start),
        get("/desk/families/{family}/application", HELPERS, helped_tasks),
        get("/desk/families/{family}/application/{part}", HELPERS, helped_part),
        post("/desk/families/{family}/application/{part}", HELPERS, helped_save),
        post("/desk/families/{family}/application/members/{member}/remove", HELPERS, helped_remove_member),
        post("/desk/families/{family}/application/documents/{document}/remove", HELPERS, helped_remove_document),
        post("/desk/families/{family}/application/revise", HELPERS, helped_revise),
        get("/desk/families/{family}/application/check", HELPERS, helped_check),
        post("/desk/families/{family}/application/check", HELPERS, helped_send),
        get("/desk/families/{family}/application/sent", HELPERS, helped_sent),
        get("/desk/families/{family}/correction", HELPERS, corrected_tasks),
        get("/desk/families/{family}/correction/{part}", HELPERS, corrected_part),
        post("/desk/families/{family}/correction/{part}", HELPERS, corrected_save),
        post("/desk/families/{family}/correction/members/{member}/remove", HELPERS, corrected_remove_member),
    ]
}

async fn own_tasks(ctx: Ctx) -> Answer {
    tasks(ctx, Target::Own).await
}

async fn helped_tasks(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    tasks(ctx, Target::Helped(FamilyId(family))).await
}

async fn corrected_tasks(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    tasks(ctx, Target::InScope(FamilyId(family))).await
}

async fn tasks(ctx: Ctx, target: Target) -> Answer {
    let application = reads::application(&ctx, target).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    if let Some(application) = application.as_ref().filter(|application| !application.family.state.open()) {
        let waiting = parts_with(ctx.db.read(), application.family.id, CorrectionState::Waiting).await?;
        return Ok(pages::standing(&ctx, target, application, &waiting, &places, &crafts).respond(&ctx));
    }
    let returned = match &application {
        Some(application) => casework::returned_fields(&ctx, casework::CaseKind::Family, application.family.id.0).await?,
        None => Vec::new(),
    };
    Ok(pages::tasks(&ctx, target, application.as_ref(), &returned).respond(&ctx))
}

async fn own_part(ctx: Ctx, Path((_, part)): Path<(String, String)>) -> Answer {
    show_part(ctx, Target::Own, &part).await
}

async fn helped_part(ctx: Ctx, Path((_, family, part)): Path<(String, i64, String)>) -> Answer {
    show_part(ctx, Target::Helped(FamilyId(family)), &part).await
}

async fn corrected_part(ctx: Ctx, Path((_, family, part)): Path<(String, i64, String)>) -> Answer {
    show_part(ctx, Target::InScope(FamilyId(family)), &part).await
}

async fn show_part(ctx: Ctx, target: Target, part: &str) -> Answer {
    let part = Part::from_code(part).ok_or(AppError::NotFound)?;
    let application = reads::application(&ctx, target).await?;
    let closed = |application: &Application| target.way(application.family.state, part).is_none();
    if application.as_ref().is_some_and(closed) {
        return Ok(see_other(ctx.link(&target.base())));
    }
    if !Application::begins(application.as_ref(), part) {
        return Ok(see_other(ctx.link(&format!("{}/{}", target.base(), Part::Consent.code()))));
    }
    let filled = Filled::from(forms::first(&ctx, target, part, application.as_ref()).await?);
    part_again(&ctx, target, part, &filled).await
}

async fn own_check(ctx: Ctx) -> Answer {
    check_page(ctx, Target::Own).await
}

async fn helped_check(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    check_page(ctx, Target::Helped(FamilyId(family))).await
}

async fn check_page(ctx: Ctx, target: Target) -> Answer {
    check_again(&ctx, target, FieldErrors::default()).await
}

async fn own_sent(ctx: Ctx) -> Answer {
    sent(ctx, Target::Own).await
}

async fn helped_sent(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    sent(ctx, Target::Helped(FamilyId(family))).await
}

async fn sent(ctx: Ctx, target: Target) -> Answer {
    let application = reads::application(&ctx, target).await?.ok_or(AppError::NotFound)?;
    let reference = casework::reference_of(&ctx, casework::CaseKind::Family, application.family.id.0).await?;
    Ok(pages::sent(&ctx, target, &reference).respond(&ctx))
}

async fn start_page(ctx: Ctx) -> Answer {
    Ok(pages::start_for(&ctx, &Filled::default()).respond(&ctx))
}
