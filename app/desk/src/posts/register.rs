//! What the forms of a family in the register do, and those of products that trusted families published without a look
//! before; and their pages again with what is wrong.

use axum::extract::Path;

use crate::pages;
use cases::casework;
use ground::ctx::Ctx;
use ground::error::{AppError, Problem};
use ground::form::{Check, Filled, Form};
use ground::ids::{FamilyId, ProductId};
use ground::route::{Answer, see_other};
use ground::ui::{Done, done};
use market::catalogue;
use market::families;
use people::accounts::{self, EmailState, NewAccount};
use people::{crafts, place};

type Key = Path<(String, i64)>;

pub(crate) async fn family_again(ctx: &Ctx, id: FamilyId, filled: &Filled) -> Answer {
    let application = families::registered(ctx, id).await?;
    let cases = casework::of_subjects(ctx, families::cases_about(ctx.db.read(), id).await?).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let email = match application.family.owner {
        Some(owner) => accounts::email_state(ctx.db.read(), owner).await?,
        None => EmailState::None,
    };
    let page = pages::family(ctx, &application, email, &cases, filled, &places, &crafts);
    Ok(page.answering(filled).respond(ctx))
}

pub(crate) async fn suspend(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let proposed = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("words", 10, 2_000);
        check.done()?;
        families::propose_suspension(&ctx, FamilyId(id), words).await
    };
    match proposed.await {
        Ok(case) => Ok(done(&ctx, &format!("/desk/cases/{case}"), Done::Sent)),
        Err(AppError::Invalid(errors)) => family_again(&ctx, FamilyId(id), &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// A request for renewal by an officer, for a family that cannot do it itself.
pub(crate) async fn renewal(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let asked = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("renewal_words", 10, 2_000);
        check.done()?;
        families::ask_renewal_for(&ctx, FamilyId(id), words).await
    };
    match asked.await {
        Ok(case) => Ok(done(&ctx, &format!("/desk/cases/{case}"), Done::Sent)),
        Err(AppError::Invalid(errors)) => family_again(&ctx, FamilyId(id), &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// An account for a family that has none, with the link that sets its password.
pub(crate) async fn account(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let given = async {
        let mut check = Check::new(&form);
        let name = check.needed_line("name", 2, 80);
        let phone = check.take("phone", accounts::phone(form.get("phone")));
        if !check.flag("checked") {
            check.wrong("checked", Problem::TickNeeded);
        }
        check.done()?;
        let password = format!("{:032x}", rand::random::<u128>());
        let new = NewAccount { name, phone, email: None, password }.hashed().await?;
        let tx = ctx.begin().await?;
        let owner = families::give_account(&tx, &ctx, FamilyId(id), new).await?;
        // What is open about the family is its own from now on: it hears of it, and does not decide it.
        casework::give_applicant(&tx, families::cases_about(&*tx, FamilyId(id)).await?, owner).await?;
        let link = accounts::reset_by_officer(&tx, &ctx, owner).await?;
        tx.commit().await?;
        Ok(link)
    };
    match given.await {
        Ok(link) => Ok(pages::reset_link(&ctx, &link).respond(&ctx)),
        Err(AppError::Invalid(errors)) => family_again(&ctx, FamilyId(id), &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// Looked at and right.
pub(crate) async fn looks_right(ctx: Ctx, Path((_, id)): Key) -> Answer {
    match catalogue::looks_right(&ctx, ProductId(id)).await {
        // The same form sent twice, or a colleague was faster: it is not among those to look at any longer.
        Ok(()) | Err(AppError::NotFound) => Ok(see_other(ctx.link("/desk/samples"))),
        Err(error) => Err(error),
    }
}

/// Looked at and wrong: a case about it.
pub(crate) async fn looks_wrong(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let done = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("words", 10, 1_000);
        check.done()?;
        let case = catalogue::looks_wrong(&ctx, ProductId(id), words).await?;
        Ok(ctx.link(&format!("/desk/cases/{case}")))
    };
    match done.await {
        Ok(to) => Ok(see_other(to)),
        Err(AppError::Invalid(errors)) => {
            let rows = catalogue::later_looks(&ctx).await?;
            let places = place::places(&ctx.db).await?;
            Ok(pages::later_looks(&ctx, &rows, &Filled::wrong(form, errors), &places).unprocessable().respond(&ctx))
        }
        Err(error) => Err(error),
    }
}
