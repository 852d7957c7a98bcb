//! Pages for what did not come about, in the reader's language.

use axum::http::StatusCode;
use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::error::AppError;
use ground::t;
use ground::ui::{Page, band};

/// The page of an error; what the reader can do next, and the incident's code if it is ours.
pub fn error_page(ctx: &Ctx, error: &AppError) -> Page {
    let l = ctx.l;
    let (status, title, text) = match error {
        AppError::SignInFirst | AppError::SecondFactorFirst => (StatusCode::UNAUTHORIZED, t!(l, accounts.sign_in_title), String::new()),
        // Old links to products go round for long.
        AppError::NotFound if ctx.plain_path().starts_with("/products/") => {
            (StatusCode::NOT_FOUND, t!(l, catalogue.not_here), t!(l, catalogue.not_here_text))
        }
        AppError::NotFound => (StatusCode::NOT_FOUND, t!(l, home.not_found), t!(l, home.not_found_text)),
        AppError::Invalid(errors) => {
            let first = errors.0.first().map(|(_, problem)| ground::ui::problem(l, problem)).unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, t!(l, home.invalid), first)
        }
        AppError::Refused(why) => (StatusCode::CONFLICT, t!(l, home.refused), why.text(l)),
        AppError::Busy | AppError::Twice => (StatusCode::SERVICE_UNAVAILABLE, t!(l, home.busy), t!(l, home.busy_text)),
        AppError::Unavailable(incident) => {
            (StatusCode::SERVICE_UNAVAILABLE, t!(l, home.unavailable), t!(l, home.unavailable_text, code = &incident.0))
        }
        AppError::Unexpected(incident) => {
            (StatusCode::INTERNAL_SERVER_ERROR, t!(l, home.unexpected), t!(l, home.unexpected_text, code = &incident.0))
        }
    };
    let body = view! {
        <div class="narrow confirmation">
            {band()}
            <h1>{title.clone()}</h1>
            <p class="lead">{text}</p>
            <p><a class="button" href=ctx.link("/products")>{t!(l, catalogue.all_products)}</a></p>
        </div>
    };
    Page::new(title, body).status(status)
}

/// The page of an answer that a layer gave without words: cross-site posts, methods that are not there, too much at once.
pub fn status_page(ctx: &Ctx, status: StatusCode) -> Page {
    let l = ctx.l;
    let (title, text) = match status {
        StatusCode::FORBIDDEN => (t!(l, home.forbidden), t!(l, home.forbidden_text)),
        StatusCode::BAD_REQUEST => (t!(l, home.broken), t!(l, home.broken_text)),
        StatusCode::REQUEST_TIMEOUT => (t!(l, home.too_slow), t!(l, home.too_slow_text)),
        StatusCode::PAYLOAD_TOO_LARGE => (t!(l, home.too_large), t!(l, home.too_large_text)),
        StatusCode::SERVICE_UNAVAILABLE => (t!(l, home.busy), t!(l, home.busy_text)),
        _ => (t!(l, home.not_found), t!(l, home.not_found_text)),
    };
    let body = view! {
        <div class="narrow confirmation">
            {band()}
            <h1>{title.clone()}</h1>
            <p class="lead">{text}</p>
            <p><a class="button" href=ctx.link("/products")>{t!(l, catalogue.all_products)}</a></p>
        </div>
    };
    Page::new(title, body).status(status)
}
