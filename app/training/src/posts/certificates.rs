//! Certificates: anybody verifies, officers issue and take back.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;

use crate::reach::STAFF;
use crate::{certificates, issuing, pages, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CertificateId, CohortId};
use ground::route::{Access, Answer, Entry, get, post, see_other};
use ground::ui::{Done, done};

const PLANS: Access = Access::Staff(STAFF);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/certificates", Access::Public, verify),
        get("/certificates/{code}", Access::Public, show),
        get("/desk/training/cohorts/{cohort}/certificates", PLANS, list),
        post("/desk/training/cohorts/{cohort}/certificates", PLANS, change),
    ]
}

async fn verify(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let form = Form::parse(&query.unwrap_or_default());
    let typed = form.get("code").to_owned();
    if typed.is_empty() {
        return Ok(pages::verify(&ctx, &Filled::from(form)).respond(&ctx));
    }
    match certificates::by_code(&ctx, &typed).await {
        Ok((found, _)) => Ok(see_other(ctx.link(&format!("/certificates/{}", found.code)))),
        Err(AppError::NotFound) => {
            let filled = Filled::wrong(form, FieldErrors::one("code", Problem::NoCertificate));
            Ok(pages::verify(&ctx, &filled).answering(&filled).respond(&ctx))
        }
        Err(error) => Err(error),
    }
}

async fn show(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Answer {
    let (found, next) = match certificates::by_code(&ctx, &code).await {
        Err(AppError::NotFound) => {
            // A mistyped address leads to the form, with what was typed.
            let filled = Filled::wrong(Form::of([("code", code)]), FieldErrors::one("code", Problem::NoCertificate));
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

type Key = Path<(String, i64)>;

async fn list(ctx: Ctx, Path((_, id)): Key) -> Answer {
    list_again(&ctx, CohortId(id), &Filled::default()).await
}

async fn list_again(ctx: &Ctx, id: CohortId, filled: &Filled) -> Answer {
    let (course, cohort) = reads::planned(ctx, id).await?;
    let all = certificates::of(ctx.db.read(), id).await?;
    let job = issuing::progress(ctx, id).await?;
    Ok(pages::certificates(ctx, (&course, &cohort), &all, job.as_ref(), filled).answering(filled).respond(ctx))
}

async fn change(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = CohortId(id);
    let changed = async {
        match form.get("do") {
            "issue" => issuing::begin(&ctx, id).await.map(|_| id),
            "revoke" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines(&format!("revoke_{}", form.get("certificate")), 10, 600);
                check.done()?;
                certificates::revoke(&ctx, key(&form)?, &words).await
            }
            "again" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines(&format!("again_{}", form.get("certificate")), 10, 600);
                check.done()?;
                certificates::issue_again(&ctx, key(&form)?, &words).await
            }
            "replace" => {
                let n = form.get("certificate");
                let mut check = Check::new(&form);
                let name = check.needed_line(&format!("name_{n}"), 3, 80);
                let name_en = check.line(&format!("name_en_{n}"), 80);
                let words = check.needed_line(&format!("why_{n}"), 3, 300);
                check.done()?;
                certificates::replace(&ctx, key(&form)?, name, name_en, &words).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}/certificates"), Done::Saved)),
        Err(AppError::Invalid(errors)) => list_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

fn key(form: &Form) -> Result<CertificateId, AppError> {
    form.get("certificate").parse().map_err(|_| AppError::NotFound)
}
