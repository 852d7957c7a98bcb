//! Pages and posts.

use axum::extract::Path;

use super::pages;
use cases::casework::{self, CaseKind};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CaseId, CorrectionId};
use ground::route::{Access, Answer, Entry, get, post, see_other};
use ground::ui::{Done, done};
use market::catalogue;
use market::families::{self, Audience};
use people::{crafts, notifications, place};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/", Access::Public, home),
        get("/me", Access::SignedIn, me),
        get("/me/renewal", Access::SignedIn, renewal_page),
        post("/me/renewal", Access::SignedIn, renewal),
        get("/me/leave", Access::SignedIn, leave_page),
        post("/me/leave", Access::SignedIn, leave),
        get("/me/cases/{case}", Access::SignedIn, case),
        post("/me/cases/{case}/object", Access::SignedIn, object),
    ]
}

async fn home(ctx: Ctx) -> Answer {
    let newest = catalogue::newest(&ctx, 8).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let counts = catalogue::counts_by_craft(&ctx).await?;
    let south: Vec<String> = places.municipalities.iter().filter(|m| m.south == "core").map(|m| m.code.clone()).collect();
    let families_of_south = families::cards(&ctx, south, 8).await?;
    let (families, municipalities) = families::totals(&ctx).await?;
    let front = pages::Front { newest, counts, families_of_south, families, municipalities };
    Ok(pages::home(&ctx, &front, &places, &crafts).respond(&ctx))
}

async fn me(ctx: Ctx) -> Answer {
    let family = families::own_family(ctx.db.read(), &ctx).await?;
    // Who works for the Authority starts there.
    if let Some(path) = ctx.actor.workplace().filter(|_| family.is_none()) {
        return Ok(see_other(ctx.link(path)));
    }
    let cases = casework::mine(&ctx).await?;
    let unread = notifications::unread(&ctx).await?;
    Ok(pages::me(&ctx, family.as_ref(), &cases, unread).respond(&ctx))
}

async fn renewable(ctx: &Ctx) -> Result<families::OwnFamily, AppError> {
    let family = families::own_family(ctx.db.read(), ctx).await?.ok_or(AppError::NotFound)?;
    if family.may_ask_renewal(ctx.now) { Ok(family) } else { Err(Reason::NOT_NOW.into()) }
}

async fn renewal_page(ctx: Ctx) -> Answer {
    let family = renewable(&ctx).await?;
    Ok(pages::renewal(&ctx, &family, &Filled::default()).respond(&ctx))
}

async fn renewal(ctx: Ctx, form: Form) -> Answer {
    let family = renewable(&ctx).await?;
    let asked = async {
        let mut check = Check::new(&form);
        let words = check.lines("words", 2_000);
        check.done()?;
        families::ask_renewal(&ctx, words).await
    };
    match asked.await {
        // The same form sent twice: the first one did it.
        Ok(_) | Err(AppError::Refused(_)) => Ok(done(&ctx, "/me", Done::Sent)),
        Err(AppError::Invalid(errors)) => Ok(pages::renewal(&ctx, &family, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn leave_page(ctx: Ctx) -> Answer {
    let family = families::own_family(ctx.db.read(), &ctx).await?.ok_or(AppError::NotFound)?;
    Ok(pages::leave(&ctx, &family, &Filled::default()).respond(&ctx))
}

async fn leave(ctx: Ctx, form: Form) -> Answer {
    // The same form sent twice: the first one did it.
    let Some(family) = families::own_family(ctx.db.read(), &ctx).await? else { return Ok(see_other(ctx.link("/me"))) };
    if form.get("sure").is_empty() {
        let errors = FieldErrors::one("sure", Problem::TickNeeded);
        return Ok(pages::leave(&ctx, &family, &Filled::wrong(form, errors)).unprocessable().respond(&ctx));
    }
    crate::leave(&ctx).await?;
    Ok(see_other(ctx.link("/me")))
}

async fn case(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    own_case(&ctx, id, &Filled::default()).await
}

async fn own_case(ctx: &Ctx, id: i64, filled: &Filled) -> Answer {
    let case = casework::own_case(ctx, CaseId(id)).await?;
    let asked = match case.kind {
        CaseKind::Correction | CaseKind::Membership => families::correction(ctx, CorrectionId(case.subject_id), "").await?,
        _ => None,
    };
    let asked = match asked {
        Some(asked) => {
            let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
            Some(families::correction_panel(ctx, &asked, &places, &crafts, Audience::Family))
        }
        None => None,
    };
    let page = pages::case(ctx, &case, asked, filled);
    Ok(page.answering(filled).respond(ctx))
}

async fn object(ctx: Ctx, Path((_, id)): Path<(String, i64)>, form: Form) -> Answer {
    let sent = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("words", 10, 3_000);
        check.done()?;
        casework::object(&ctx, CaseId(id), &words).await
    };
    match sent.await {
        Ok(_) => Ok(done(&ctx, &format!("/me/cases/{id}"), Done::Sent)),
        // The same form sent twice: the first one did it.
        Err(AppError::Refused(Reason::NOT_NOW)) if casework::done_already(&ctx, CaseId(id), "object").await? => {
            Ok(done(&ctx, &format!("/me/cases/{id}"), Done::Sent))
        }
        Err(error) => match kept(error) {
            AppError::Invalid(errors) => again(&ctx, id, form, errors).await,
            error => Err(error),
        },
    }
}

async fn again(ctx: &Ctx, id: i64, form: Form, errors: FieldErrors) -> Answer {
    own_case(ctx, id, &Filled::wrong(form, errors)).await
}
