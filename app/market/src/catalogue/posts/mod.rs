//! What the forms of products do.

pub mod mine;
pub mod what;

use axum::extract::Path;

use super::rules::ReportReason;
use super::types::{FoundProduct, ProductView};
use super::{pages, reads, reports};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form::{Check, Filled, Form};
use ground::route::Answer;
use people::accounts;

pub(crate) async fn reported(ctx: &Ctx, slug: &str) -> Result<ProductView, AppError> {
    match reads::public_product(ctx, slug).await? {
        FoundProduct::Here(view) => Ok(*view),
        FoundProduct::Moved(_) => Err(AppError::NotFound),
    }
}

/// A reason that anybody may choose.
fn offered(code: &str) -> Option<ReportReason> {
    ReportReason::from_code(code).filter(|reason| ReportReason::OFFERED.contains(reason))
}

pub(crate) async fn report(ctx: Ctx, Path((_, slug)): Path<(String, String)>, form: Form) -> Answer {
    let sent = async {
        let mut check = Check::new(&form);
        let reason = check.choice("reason", offered).unwrap_or(ReportReason::Other);
        let words = check.needed_lines("words", 10, 1_000);
        let contact = check.line("contact", 80);
        check.done()?;
        const MOST_REPORTS: i64 = 10;
        accounts::limit(&ctx, "words", "report", MOST_REPORTS).await?;
        reports::report(&ctx, &slug, reason, words, contact).await
    };
    match sent.await {
        Ok(reference) => Ok(pages::reported(&ctx, &slug, &reference).respond(&ctx)),
        Err(AppError::Invalid(errors)) => {
            let view = reported(&ctx, &slug).await?;
            Ok(pages::report(&ctx, &view, &Filled::wrong(form, errors)).unprocessable().respond(&ctx))
        }
        Err(error) => Err(error),
    }
}
