//! What the forms of one's own page and of one's own cases do, and their pages again with what is wrong.

use axum::extract::Path;

use super::pages;
use cases::casework::{self, CaseKind};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CaseId, CorrectionId};
use ground::route::{Answer, see_other};
use ground::ui::{Done, done};
use market::families::{self, Audience};
use people::{crafts, place};

/// The page of renewal: when it opens, as long as it is not open.
pub(crate) async fn renewal_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let family = families::own_family(ctx.db.read(), ctx).await?.ok_or(AppError::NotFound)?;
    match family.licence.as_ref().filter(|_| family.state == families::FamilyState::Approved) {
        _ if family.may_ask_renewal(ctx.now) => Ok(pages::renewal(ctx, &family, filled).answering(filled).respond(ctx)),
        Some((_, until)) => Ok(pages::renewal_later(ctx, *until).respond(ctx)),
        None => Ok(see_other(ctx.link("/me"))),
    }
}

pub(crate) async fn renewal(ctx: Ctx, form: Form) -> Answer {
    let family = families::own_family(ctx.db.read(), &ctx).await?.ok_or(AppError::NotFound)?;
    if !family.may_ask_renewal(ctx.now) {
        // The page says from when.
        return Ok(see_other(ctx.link("/me/renewal")));
    }
    let asked = async {
        let mut check = Check::new(&form);
        let words = check.lines("words", 2_000);
        check.done()?;
        families::ask_renewal(&ctx, words).await
    };
    match asked.await {
        // The same form sent twice: the first one did it.
        Ok(_) | Err(AppError::Refused(_)) => Ok(done(&ctx, "/me", Done::Sent)),
        Err(AppError::Invalid(errors)) => renewal_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn leave(ctx: Ctx, form: Form) -> Answer {
    // The same form sent twice: the first one did it.
    let Some(family) = families::own_family(ctx.db.read(), &ctx).await? else { return Ok(see_other(ctx.link("/me/left"))) };
    let left = async {
        let mut check = Check::new(&form);
        if form.get("sure").is_empty() {
            check.wrong("sure", Problem::TickNeeded);
        }
        if form.get("password").is_empty() {
            check.wrong("password", Problem::Required);
        }
        check.done()?;
        crate::acts::leave_by_password(&ctx, form.get("password")).await
    };
    match left.await.map_err(kept) {
        Ok(()) => Ok(see_other(ctx.link("/me/left"))),
        Err(AppError::Invalid(errors)) => {
            let filled = Filled::wrong(form, errors);
            Ok(pages::leave(&ctx, &family, &filled).answering(&filled).respond(&ctx))
        }
        Err(error) => Err(error),
    }
}

pub(crate) async fn erase(ctx: Ctx, form: Form) -> Answer {
    let erased = async {
        let mut check = Check::new(&form);
        if form.get("sure").is_empty() {
            check.wrong("sure", Problem::TickNeeded);
        }
        check.done()?;
        crate::acts::erase_account(&ctx, form.get("password")).await
    };
    match erased.await.map_err(kept) {
        Ok(()) => Ok(pages::erased(&ctx).respond(&ctx)),
        Err(AppError::Invalid(errors)) => {
            let filled = Filled::wrong(form, errors);
            Ok(pages::erase(&ctx, &filled).answering(&filled).respond(&ctx))
        }
        Err(error) => Err(error),
    }
}

pub(crate) async fn own_case(ctx: &Ctx, id: i64, filled: &Filled) -> Answer {
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

pub(crate) async fn object(ctx: Ctx, Path((_, id)): Path<(String, i64)>, form: Form) -> Answer {
    let sent = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("words", 10, 3_000);
        check.done()?;
        casework::object(&ctx, CaseId(id), &words).await
    };
    match sent.await {
        Ok(_) => Ok(done(&ctx, &format!("/me/cases/{id}"), Done::Sent)),
        // The same form sent twice: the first one did it.
        Err(AppError::Refused(Reason::NOT_NOW)) if casework::done_already(&ctx, CaseId(id), casework::EventAct::Object).await? => {
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
