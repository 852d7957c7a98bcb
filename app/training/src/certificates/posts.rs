//! What the forms of certificates do, and their pages again with what is wrong.

use axum::extract::Path;

use crate::certificates::{acts, issuing, pages, reads};
use crate::reads::planned;
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CertificateId, CohortId};
use ground::route::{Act, Answer};
use ground::ui::{Done, done};

pub(crate) type Key = Path<(String, i64)>;

pub(crate) async fn list_again(ctx: &Ctx, id: CohortId, filled: &Filled) -> Answer {
    let (course, cohort) = planned(ctx, id).await?;
    let all = reads::of_cohort(ctx.db.read(), id).await?;
    let job = reads::progress(ctx, id).await?;
    Ok(pages::certificates(ctx, &course, &cohort, &all, job.as_ref(), filled).answering(filled).respond(ctx))
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = CohortId(id);
    let changed = async {
        match act {
            "issue" => issuing::begin(&ctx, id).await.map(|_| id),
            "revoke" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines(&format!("revoke_{}", form.get("certificate")), 10, 600);
                check.done()?;
                acts::revoke(&ctx, key(&form)?, &words).await
            }
            "again" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines(&format!("again_{}", form.get("certificate")), 10, 600);
                check.done()?;
                acts::issue_again(&ctx, key(&form)?, &words).await
            }
            "replace" => {
                let n = form.get("certificate");
                let mut check = Check::new(&form);
                let name = check.needed_line(&format!("name_{n}"), 3, 80);
                let name_en = check.line(&format!("name_en_{n}"), 80);
                let words = check.needed_line(&format!("why_{n}"), 3, 300);
                check.done()?;
                acts::replace(&ctx, key(&form)?, name, name_en, &words).await
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
