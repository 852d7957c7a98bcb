//! The URL table: every page and form of the application below `/{ar|en}`, with who may come in.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use cases::committee;
use desk::home;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form;
use ground::route::{Access, Entry, see_other};
use ground::texts;
use market::{catalogue, families};
use people::accounts;
use people::notifications::{self, ReadNotice};

/// What people may be told: the notices of every area.
const NOTICES: &[&[ReadNotice]] = &[people::NOTICES, cases::NOTICES, market::NOTICES, training::NOTICES, fairs::NOTICES];

/// All lines of the application. The server adds those that receive files.
pub fn table() -> Vec<Entry> {
    let areas = [
        home::entries(),
        catalogue::entries(),
        training::entries(),
        fairs::entries(),
        committee::entries(),
        accounts::entries(),
        notifications::entries(NOTICES),
        families::entries(),
        desk::entries(),
    ];
    areas.into_iter().flatten().collect()
}

/// The router below `/{lang}`, each line behind its guard.
pub fn router(table: Vec<Entry>) -> Router {
    table.into_iter().fold(Router::new(), |router, entry| {
        entry.mount(router, |access, handler| handler.layer(from_fn(move |request, next| guard(access, request, next))))
    })
}

/// Lets in whom the table lets in. An expired session in the middle of a form leads to signing in
/// with what was typed kept.
async fn guard(access: Access, request: Request, next: Next) -> Response {
    let Some(ctx) = request.extensions().get::<Ctx>().cloned() else { return AppError::NotFound.into_response() };
    // `/de/products` is not a page of ours.
    if texts::of_path(&ctx.path).is_none() {
        return AppError::NotFound.into_response();
    }
    let allowed = match access {
        Access::Public => Ok(()),
        Access::SigningIn => ctx.actor.known().map(|_| ()).ok_or(AppError::SignInFirst),
        Access::SignedIn => ctx.actor.person().map(|_| ()),
        Access::Staff(roles) => ctx.actor.staff(roles).map(|_| ()),
    };
    match allowed {
        Ok(()) => next.run(request).await,
        Err(AppError::SignInFirst) => sign_in(&ctx, request, "/sign-in").await,
        Err(AppError::SecondFactorFirst) => sign_in(&ctx, request, "/sign-in/code").await,
        Err(error) => error.into_response(),
    }
}

fn with_next(ctx: &Ctx, path: &str) -> String {
    let next = serde_urlencoded::to_string([("next", ctx.path.as_str())]).unwrap_or_default();
    ctx.link(&format!("{path}?{next}"))
}

async fn sign_in(ctx: &Ctx, request: Request<Body>, page: &str) -> Response {
    const LARGEST: usize = 256 * 1024;
    let form = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(form::ENCODING));
    if request.method() != Method::POST || !form {
        return see_other(with_next(ctx, page));
    }
    match axum::body::to_bytes(request.into_body(), LARGEST).await {
        Ok(body) => accounts::resume_page(ctx, &String::from_utf8_lossy(&body)),
        Err(_) => see_other(with_next(ctx, page)),
    }
}
