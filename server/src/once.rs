//! The same form sent again by who is signed in gets the first one's answer: on a double click, and when the network lost it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as From};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use ground::ctx::Ctx;
use ground::db::Db;
use ground::error::AppError;
use ground::form;
use ground::ids::PersonId;
use ground::once::{self, Before, SentForm};
use ground::texts;
use people::accounts;

use crate::cookies::cookie_of;
use crate::state::State;

/// How long the answers of forms are gathered before they are written together: one more commit each would cost as much as what
/// the form did.
const GATHERED: Duration = Duration::from_millis(40);
/// How long a form waits for the answer of the one that was sent at the same time.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many of equal forms that cannot share an answer wait for each other before one is told to come back.
const TURNS: usize = 24;
/// How often it looks.
const LOOKS: Duration = Duration::from_millis(50);

/// Answers that are not written down yet.
#[derive(Debug, Clone, Default)]
pub struct Answers(Arc<Mutex<Vec<Answered>>>);

/// A form, and the page that its answer led to.
type Answered = (Arc<SentForm>, String);

impl Answers {
    /// Writes an answer down soon, with those of others. One that is lost with the process leads its twins to the page of the form.
    fn keep(&self, db: &Db, form: Arc<SentForm>, to: String) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push((form, to));
        if waiting.len() > 1 {
            return;
        }
        let (answers, db) = (self.clone(), db.clone());
        tokio::spawn(async move {
            tokio::time::sleep(GATHERED).await;
            let gathered = std::mem::take(&mut *answers.0.lock().unwrap_or_else(PoisonError::into_inner));
            if let Err(error) = once::answered(&db, &gathered).await {
                tracing::warn!(?error, "answers of forms were not kept");
            }
        });
    }
}

/// A form whose transaction was rolled back is tried again: what it did in one before that is its own, and not its twin's.
pub type Own = Arc<OnceLock<Arc<SentForm>>>;

/// Gives a form that was sent before its first answer, and lets others through.
pub async fn forms(From(state): From<State>, request: Request, next: Next) -> Response {
    let plain = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(form::ENCODING));
    let sender = request.extensions().get::<Ctx>().and_then(|ctx| ctx.actor.known().map(|signed| (ctx.clone(), signed.id)));
    let token = cookie_of(request.headers(), accounts::COOKIE);
    let Some(((ctx, person), token)) = sender.zip(token).filter(|_| request.method() == Method::POST) else {
        return next.run(request).await;
    };
    if !plain {
        return with_files(&ctx, person, next.run(request).await).await;
    }
    let own = request.extensions().get::<Own>().cloned().unwrap_or_default();
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, form::LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let back = page_of(&ctx, &parts);
    for _ in 0..TURNS {
        let form = match own.get().filter(|form| form.took_effect()) {
            Some(form) => form.clone(),
            None => Arc::new(SentForm::new(person, &token, &ctx.path, &body)),
        };
        if !form.took_effect() {
            match form.before(&ctx.db, ctx.now).await {
                Ok(None) => {}
                Ok(Some(_)) => match first_answer(&ctx, &form, &back).await {
                    Some(answer) => return answer,
                    None => continue,
                },
                Err(error) => return error.into_response(),
            }
        }
        parts.extensions.insert(Ctx { form: Some(form.clone()), ..ctx.clone() });
        let response = next.clone().run(Request::from_parts(parts.clone(), Body::from(body.clone()))).await;
        if form.took_effect() {
            let _ = own.set(form.clone());
            return done(&state, &ctx, form, response).await;
        }
        let failed = response.extensions().get::<Arc<AppError>>().cloned();
        let twice = matches!(failed.as_deref(), Some(AppError::Twice));
        let refused = failed.is_some() || response.status().is_client_error();
        // What it would do may have been done by its twin, and is therefore refused.
        let done_by_twin = twice || refused && matches!(form.before(&ctx.db, ctx.now).await, Ok(Some(_)));
        if !done_by_twin {
            return response;
        }
        if let Some(answer) = first_answer(&ctx, &form, &back).await {
            return answer;
        }
    }
    AppError::Busy.into_response()
}

/// After files a form from before is no longer the same click.
async fn with_files(ctx: &Ctx, person: PersonId, response: Response) -> Response {
    if response.status() == StatusCode::SEE_OTHER
        && let Err(error) = once::another(&ctx.db, person, ctx.now).await
    {
        tracing::warn!(?error, "files that were sent were not noted among the forms of their sender");
    }
    response
}

/// The page that a form was sent from, as its browser says, else one's own.
fn page_of(ctx: &Ctx, parts: &Parts) -> String {
    let from = parts.headers.get(header::REFERER).and_then(|from| from.to_str().ok()).and_then(|from| from.parse::<Uri>().ok());
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let public = ctx.site.public_url.split_once("://").map(|(_, host)| host);
    let own = |from: &Uri| from.authority().map(Authority::as_str).is_some_and(|from| Some(from) == host || Some(from) == public);
    let from = from.filter(own).map(|from| from.path().to_owned());
    from.filter(|path| texts::of_path(path).is_some()).unwrap_or_else(|| ctx.link("/me"))
}

/// Keeps the answer of a form that had an effect, if it can be given again.
async fn done(state: &State, ctx: &Ctx, form: Arc<SentForm>, response: Response) -> Response {
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let again = to.filter(|_| response.status() == StatusCode::SEE_OTHER && !response.headers().contains_key(header::SET_COOKIE));
    match again {
        Some(to) => state.answers.keep(&ctx.db, form, to.to_owned()),
        None => forget(ctx, &form).await,
    }
    response
}

/// Sent again, it is a new one. A busy database is asked a few times.
async fn forget(ctx: &Ctx, form: &SentForm) {
    for wait in [0, 50, 200] {
        tokio::time::sleep(Duration::from_millis(wait)).await;
        match form.forget(&ctx.db).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(?error, "a form whose answer is no way to a page was not forgotten"),
        }
    }
}

/// The answer of the first of equal forms, waited for if it is being made; without one, the page that the form stands on. None if
/// the first one's answer cannot be given twice, or if it came to nothing: sent again, it is a new one.
async fn first_answer(ctx: &Ctx, form: &SentForm, back: &str) -> Option<Response> {
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        match form.before(&ctx.db, ctx.now).await {
            Ok(Some(Before::Answered(to))) => return Some(Redirect::to(&to).into_response()),
            Ok(Some(Before::Done)) if tokio::time::Instant::now() < until => tokio::time::sleep(LOOKS).await,
            Ok(Some(Before::Done)) => break,
            Ok(None) => return None,
            Err(error) => return Some(error.into_response()),
        }
    }
    Some(Redirect::to(back).into_response())
}
