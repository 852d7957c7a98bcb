//! Lines of the URL table about certificates.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;

use crate::certificates::posts::{Key, change, list_again};
use crate::certificates::refusals;
use crate::certificates::{pages, reads};
use crate::reach::PLANNERS;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors};
use ground::form::{Filled, Form};
use ground::ids::CohortId;
use ground::route::{Access, Answer, Entry, act, get, see_other};

const PLANS: Access = Access::Staff(PLANNERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/certificates", Access::Public, verify).reading(&["code"]),
        get("/certificates/{code}", Access::Public, show),
        get("/desk/training/cohorts/{cohort}/certificates", PLANS, list),
        act("/desk/training/cohorts/{cohort}/certificates/issue", PLANS, change),
        act("/desk/training/cohorts/{cohort}/certificates/revoke", PLANS, change),
        act("/desk/training/cohorts/{cohort}/certificates/again", PLANS, change),
        act("/desk/training/cohorts/{cohort}/certificates/replace", PLANS, change),
    ]
}

async fn verify(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let form = Form::parse(&query.unwrap_or_default());
    let typed = form.get("code").to_owned();
    if typed.is_empty() {
        return Ok(pages::verify(&ctx, &Filled::from(form)).respond(&ctx));
    }
    match reads::by_code(&ctx, &typed).await {
        Ok((found, _)) => Ok(see_other(ctx.link(&format!("/certificates/{}", found.code)))),
        Err(AppError::NotFound) => {
            let filled = Filled::wrong(form, FieldErrors::one("code", refusals::NO_CERTIFICATE));
            Ok(pages::verify(&ctx, &filled).answering(&filled).respond(&ctx))
        }
        Err(error) => Err(error),
    }
}

async fn show(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Answer {
    let (found, next) = match reads::by_code(&ctx, &code).await {
        Err(AppError::NotFound) => {
            // A mistyped address leads to the form, with what was typed.
            let filled = Filled::wrong(Form::of([("code", code)]), FieldErrors::one("code", refusals::NO_CERTIFICATE));
            return Ok(pages::verify(&ctx, &filled).status(StatusCode::NOT_FOUND).respond(&ctx));
        }
        found => found?,
    };
    // One address for each.
    if found.code != code {
        return Ok(see_other(ctx.link(&format!("/certificates/{}", found.code))));
    }
    Ok(pages::certificate(&ctx, &found, next.as_deref()).respond(&ctx))
}

async fn list(ctx: Ctx, Path((_, id)): Key) -> Answer {
    list_again(&ctx, CohortId(id), &Filled::default()).await
}
