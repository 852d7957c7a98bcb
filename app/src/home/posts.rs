//! Pages and posts.

use axum::extract::Path;

use super::pages;
use crate::actor::Role;
use crate::casework;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldErrors};
use crate::form::{Check, Filled, Form};
use crate::ids::CaseId;
use crate::route::{Access, Answer, Entry, get, post, see_other};
use crate::{catalogue, crafts, families, place};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/", Access::Public, home),
        get("/me", Access::SignedIn, me),
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
    // Who works at the desk starts there.
    if ctx.actor.holds(Role::DESK) && families::own_family(ctx.db.read(), &ctx).await?.is_none() {
        return Ok(see_other(ctx.link("/desk")));
    }
    let family = families::own_family(ctx.db.read(), &ctx).await?;
    let cases = casework::mine(&ctx).await?;
    Ok(pages::me(&ctx, family.as_ref(), &cases).respond(&ctx))
}

async fn case(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let case = casework::own_case(&ctx, CaseId(id)).await?;
    Ok(pages::case(&ctx, &case, &Filled::default()).respond(&ctx))
}

async fn object(ctx: Ctx, Path((_, id)): Path<(String, i64)>, form: Form) -> Answer {
    let sent = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("words", 10, 3_000);
        check.done()?;
        casework::object(&ctx, CaseId(id), &words).await
    };
    match sent.await {
        Ok(_) => Ok(see_other(ctx.link(&format!("/me/cases/{id}")))),
        Err(AppError::Invalid(errors)) => again(&ctx, id, form, errors).await,
        Err(error) => Err(error),
    }
}

async fn again(ctx: &Ctx, id: i64, form: Form, errors: FieldErrors) -> Answer {
    let case = casework::own_case(ctx, CaseId(id)).await?;
    Ok(pages::case(ctx, &case, &Filled { form, errors }).unprocessable().respond(ctx))
}
