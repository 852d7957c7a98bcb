//! The same form sent again by who is signed in gets the first one's answer: on a double click, and when the network lost it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as From};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use ground::actor::Actor;
use ground::ctx::Ctx;
use ground::db::Db;
use ground::error::AppError;
use ground::form;
use ground::once::{self, Before, SentForm};

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

/// Gives a form that was sent before its first answer, and lets others through.
pub async fn forms(From(state): From<State>, request: Request, next: Next) -> Response {
    let plain = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(form::ENCODING));
    let sender = request.extensions().get::<Ctx>().and_then(|ctx| match &ctx.actor {
        Actor::Person(signed) => Some((ctx.clone(), signed.session)),
        _ => None,
    });
    let Some((ctx, session)) = sender.filter(|_| request.method() == Method::POST && plain) else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, form::LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    for _ in 0..TURNS {
        let form = Arc::new(SentForm::new(session, &ctx.path, &body));
        match form.before(&ctx.db, ctx.now).await {
            Ok(None) => {}
            Ok(Some(_)) => match first_answer(&ctx, &form).await {
                Some(answer) => return answer,
                None => continue,
            },
            Err(error) => return error.into_response(),
        }
        parts.extensions.insert(Ctx { form: Some(form.clone()), ..ctx.clone() });
        let response = next.clone().run(Request::from_parts(parts.clone(), Body::from(body.clone()))).await;
        if form.took_effect() {
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
        if let Some(answer) = first_answer(&ctx, &form).await {
            return answer;
        }
    }
    AppError::Busy.into_response()
}

/// Keeps the answer of a form that had an effect, if it can be given again.
async fn done(state: &State, ctx: &Ctx, form: Arc<SentForm>, response: Response) -> Response {
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let again = to.filter(|_| response.status() == StatusCode::SEE_OTHER && !response.headers().contains_key(header::SET_COOKIE));
    match again {
        Some(to) => state.answers.keep(&ctx.db, form, to.to_owned()),
        None => {
            if let Err(error) = form.forget(&ctx.db).await {
                tracing::warn!(?error, "a form whose answer is no way to a page was not forgotten");
            }
        }
    }
    response
}

/// The answer of the first of equal forms, waited for if it is being made; without one, the page that the form stands on. None if
/// the first one's answer cannot be given twice, or if it came to nothing: sent again, it is a new one.
async fn first_answer(ctx: &Ctx, form: &SentForm) -> Option<Response> {
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
    let path = ctx.path.split('?').next().unwrap_or_default();
    Some(Redirect::to(path.rsplit_once('/').map_or("/", |(above, _)| above)).into_response())
}
