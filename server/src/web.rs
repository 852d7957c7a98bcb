//! The web server: layers around the application's URL table, and the addresses beside it.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::{Arc, Once};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Path, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use desk::home;
use ground::actor::Actor;
use ground::changes::Shows;
use ground::ctx::Ctx;
use ground::error::{AppError, Incident};
use ground::form;
use ground::route::{Entry, rooms};
use ground::texts;
use market::catalogue;
use people::accounts;
use people::media::MOST_MEGABYTES;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::cache::{Anew, Found, Turn};
use crate::clock::now;
use crate::cookies::cookie_of;
use crate::lines::Lines;
use crate::listen::Arrival;
use crate::protection::protect;
use crate::state::State;
use crate::{assets, badges, documents, health, import_desk, media, once, packing, papers, seo, sheets, uploads, visitor};

/// Largest body of any request, in bytes: the two files of an import.
const MOST_BYTES: usize = 2 * import_desk::MOST_BYTES + AROUND;
/// What a form may hold beside its files, in bytes.
const AROUND: usize = 1024 * 1024;
/// Longest request; uploads over a bad network take long.
const LONGEST: Duration = Duration::from_secs(300);

/// All lines of the URL table below the language: the application's, and those that receive files.
pub fn table() -> Vec<Entry> {
    let lines = [app::table(), documents::entries(), papers::entries(), sheets::entries()].into_iter().flatten();
    let forms = lines.map(|entry| at_most(form::LARGEST, entry));
    let files = uploads::entries().into_iter().map(|entry| at_most(MOST_MEGABYTES * 1024 * 1024 * files_of(&entry) + AROUND, entry));
    let imports = import_desk::entries().into_iter().map(|entry| at_most(MOST_BYTES, entry));
    forms.chain(files).chain(imports).collect()
}

/// Files that a line receives at a time.
fn files_of(entry: &Entry) -> usize {
    if entry.path == uploads::PHOTOS { catalogue::MOST_PHOTOS } else { 1 }
}

/// A line behind a limit for its bodies, which counts once its guard has let the sender in.
fn at_most(bytes: usize, entry: Entry) -> Entry {
    if entry.method == "GET" {
        return entry;
    }
    Entry { handler: entry.handler.layer(RequestBodyLimitLayer::new(bytes)), ..entry }
}

/// The script that keeps lists of attendance for halls without a network: at the root, as it may only look after addresses below.
async fn service_worker() -> impl IntoResponse {
    let head = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (head, include_str!("../../assets/web/sw.js"))
}

/// Forms come from our own pages. A proxy may say another `Host` than the one that browsers know: the address of the settings counts, too.
fn csrf(state: &State) -> CsrfLayer {
    CsrfLayer::new().add_trusted_origin(&state.config.public_url).unwrap_or_else(|error| {
        // The settings are read as an origin; without it the host of the request counts alone.
        tracing::error!(%error, "SOUQ_PUBLIC_URL is no origin that forms can come from");
        CsrfLayer::new()
    })
}

/// A path that ends with a stroke, as people and mail programs write them, leads to the one without.
async fn without_stroke(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let plain = path.trim_end_matches('/');
    let asked = matches!(*request.method(), Method::GET | Method::HEAD);
    if !asked || plain.is_empty() || plain.len() == path.len() || path.starts_with("//") {
        return next.run(request).await;
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("{plain}{query}")).into_response()
}

/// The whole application.
pub fn router(state: &State) -> Router {
    let table = table();
    let _ = state.site.rooms.set(rooms(&table));
    let lines = Arc::new(Lines::of(&table));
    let localised = app::router(table);
    let mut router = Router::new()
        .route("/", get(front_door))
        .nest("/{lang}", localised)
        .route("/media/private/{id}", get(media::private))
        .route("/media/craft/{name}", get(media::craft))
        .route("/media/{file}", get(media::photo))
        .route("/robots.txt", get(seo::robots))
        .route("/.well-known/did.json", get(badges::did_document))
        .route("/sw.js", get(service_worker));
    if state.config.development {
        router = router
            .route("/dev/ui", get(gallery))
            .route("/dev/mail", get(crate::dev::mails))
            .route("/dev/mail/{name}", get(crate::dev::mail))
            .route("/dev/reload.js", get(crate::dev::reload_script))
            .route("/dev/started", get(crate::dev::started));
    }
    let dynamic = router
        .fallback(|| async { AppError::NotFound })
        .layer(from_fn_with_state((state.clone(), lines), pages))
        .layer(from_fn_with_state(state.clone(), once::forms))
        .layer(from_fn_with_state(state.site_map.clone(), seo::site_map))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(MOST_BYTES))
        .layer(csrf(state))
        .layer(from_fn(without_nul))
        .layer(from_fn(without_stroke))
        .layer(from_fn(again))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(from_fn(errors))
        .layer(from_fn(packing::pages))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), context))
        // Documents are packed already, and parts of them can be asked for.
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(2))
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"))),
        )
        .layer(Extension(state.clone()));
    Router::new()
        .route("/assets/{name}", get(asset))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(health::ready))
        .layer(Extension(state.clone()))
        .merge(dynamic)
        .layer(from_fn(headers))
        .layer(from_fn(crate::log::requests))
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    assets::serve(&name, &headers)
}

async fn gallery(ctx: Ctx) -> Response {
    home::gallery(&ctx).respond(&ctx)
}

/// `/` leads to the language of the cookie, of the browser, or to Arabic.
async fn front_door(headers: HeaderMap) -> Response {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let cookie = cookie_of(&headers, "souq_lang");
    let accepted = text(header::ACCEPT_LANGUAGE).to_ascii_lowercase();
    let accepted = accepted.split(',').map(|part| part.trim().split([';', '-']).next().unwrap_or_default().to_owned());
    let wanted = cookie.into_iter().chain(accepted).find(|lang| matches!(lang.as_str(), "ar" | "en"));
    let mut response = Redirect::to(&format!("/{}", wanted.as_deref().unwrap_or("ar"))).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

/// The network address that throttling counts. A proxy that the settings do not name is told of, once.
fn address_of(state: &State, request: &Request) -> String {
    static TOLD: Once = Once::new();
    let proxies = state.config.proxies;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if visitor::unnamed_proxy(proxies, request.headers(), peer) {
        TOLD.call_once(|| {
            metrics::gauge!("souq_proxy_unnamed").set(1.0);
            tracing::warn!("a proxy stands in front and SOUQ_PROXIES is 0: all visitors count as one");
        });
    }
    visitor::address_of(proxies, request.headers(), peer)
}

/// Finds out who asks, in which language, and when.
async fn context(axum::extract::State(state): axum::extract::State<State>, mut request: Request, next: Next) -> Response {
    let now = now() + state.ahead;
    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let actor = match cookie_of(request.headers(), accounts::COOKIE) {
        Some(token) if !token.is_empty() => match accounts::actor_of(&state.db, &token, now).await {
            Ok(actor) => actor,
            Err(error) => return plain_error(&error),
        },
        _ => Actor::Visitor,
    };
    let ctx = Ctx {
        db: state.db.clone(),
        actor,
        now,
        l: texts::of_path(&path).unwrap_or_default(),
        site: state.site.clone(),
        path,
        address: address_of(&state, &request),
        form: None,
    };
    let lang = texts::of_path(&ctx.path);
    let plain = Ctx { actor: ctx.actor.clone(), ..ctx.clone() };
    request.extensions_mut().insert(ctx);
    let mut response = next.run(request).await;
    // The language chosen last is remembered for `/`; only where it is news, so that pages stay cacheable.
    if let (Some(lang), Actor::Person(_)) = (lang, &plain.actor)
        && let secure = if plain.site.public_url.starts_with("https:") { "; Secure" } else { "" }
        && let Ok(value) =
            HeaderValue::from_str(&format!("souq_lang={}; Path=/; SameSite=Lax; Max-Age=31536000{secure}", texts::code(lang)))
    {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// When even the reader's session cannot be read.
fn plain_error(error: &AppError) -> Response {
    let code = match error {
        AppError::Unexpected(incident) | AppError::Unavailable(incident) => incident.0.clone(),
        _ => String::new(),
    };
    let text = format!("الخدمة غير متاحة الآن. حاول بعد قليل. Temporarily unavailable, please try again. {code}");
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, text).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response
}

/// Draws the page of an error that a handler gave back, or of one that a layer gave without words.
async fn errors(request: Request, next: Next) -> Response {
    let ctx = request.extensions().get::<Ctx>().cloned();
    let asked = (request.method() == Method::GET).then(|| request.uri().path().to_owned());
    let arrival = request.extensions().get::<Arrival>().cloned();
    let response = next.run(request).await;
    let Some(ctx) = ctx else { return response };
    // What a handler made of a body that did not come is of no interest.
    if let Some(status) = arrival.and_then(|arrival| arrival.failed()) {
        return home::status_page(&ctx, status).respond(&ctx);
    }
    let mut drawn = match response.extensions().get::<Arc<AppError>>().map(AsRef::as_ref) {
        Some(AppError::SignInFirst) => return Redirect::to(&ctx.link("/sign-in")).into_response(),
        Some(AppError::SecondFactorFirst) => return Redirect::to(&ctx.link("/sign-in/code")).into_response(),
        Some(error) => home::error_page(&ctx, error).respond(&ctx),
        None => match response.status() {
            // The address of a form's answer, opened by hand or in the other language, leads to the page of the form.
            StatusCode::METHOD_NOT_ALLOWED if asked.is_some() => {
                let above = asked.as_deref().and_then(|path| path.rsplit_once('/')).map_or("/", |(above, _)| above);
                return Redirect::to(above).into_response();
            }
            // A method that a page does not have is a page that is not there; a key that cannot be one is of nothing.
            StatusCode::BAD_REQUEST if wordless(&response) => home::status_page(&ctx, StatusCode::NOT_FOUND).respond(&ctx),
            StatusCode::METHOD_NOT_ALLOWED => home::status_page(&ctx, StatusCode::NOT_FOUND).respond(&ctx),
            status @ (StatusCode::FORBIDDEN | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::SERVICE_UNAVAILABLE) if wordless(&response) => {
                home::status_page(&ctx, status).respond(&ctx)
            }
            _ => return response,
        },
    };
    if drawn.status() == StatusCode::SERVICE_UNAVAILABLE {
        drawn.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    }
    drawn
}

fn wordless(response: &Response) -> bool {
    !response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// A form whose transaction was rolled back because another one stood in its way is tried again, a few times.
async fn again(request: Request, next: Next) -> Response {
    const TRIES: u32 = 4;
    let form = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(form::ENCODING));
    if request.method() != Method::POST || !form {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, form::LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    parts.extensions.insert(once::Own::default());
    let mut tried = 0;
    loop {
        let response = next.clone().run(Request::from_parts(parts.clone(), Body::from(body.clone()))).await;
        tried += 1;
        let busy = matches!(response.extensions().get::<Arc<AppError>>().map(AsRef::as_ref), Some(AppError::Busy));
        if !busy || tried == TRIES {
            return response;
        }
        metrics::counter!("souq_transactions_tried_again_total").increment(1);
        tokio::time::sleep(Duration::from_millis(u64::from(rand::random::<u8>() % 32) + (10 << tried))).await;
    }
}

/// Nothing has a zero byte in its address, and PostgreSQL fails on one where SQLite finds nothing.
async fn without_nul(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().contains("%00")) {
        return AppError::NotFound.into_response();
    }
    next.run(request).await
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    let incident = Incident::log(&"a handler panicked");
    plain_error(&AppError::Unexpected(incident))
}

/// Gives out kept pages to visitors and keeps what they may share. Personal pages and pages with a
/// cookie never come here.
async fn pages(axum::extract::State((state, lines)): axum::extract::State<(State, Arc<Lines>)>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Ctx>().is_some_and(|ctx| matches!(ctx.actor, Actor::Visitor));
    let localised = texts::of_path(request.uri().path()).is_some();
    if request.method() != Method::GET || !visitor || !localised {
        return next.run(request).await;
    }
    // A page is drawn from the whole address, so it is only kept where nothing stands in that but its key.
    let Some(Cow::Borrowed(key)) = lines.key(request.uri()) else { return next.run(request).await };
    let (key, asked) = (key.to_owned(), request.headers().clone());
    if request.extensions().get::<Anew>().is_some() {
        return drawn(&state, key, &asked, request, next).await;
    }
    // Who waited for another's drawing takes what came of it; nobody waits twice.
    for waited in [false, true] {
        if let Some(Found::Page(kept) | Found::Former(kept, _)) = state.pages.find(&key, &asked) {
            return kept;
        }
        match state.pages.turn(&key) {
            Turn::Mine(_mine) => return drawn(&state, key, &asked, request, next).await,
            Turn::Others(mut done) if !waited => {
                let _ = done.changed().await;
            }
            Turn::Others(_) => {}
        }
    }
    drawn(&state, key, &asked, request, next).await
}

/// Draws a page and keeps it if everyone may have it.
async fn drawn(state: &State, key: String, asked: &HeaderMap, request: Request, next: Next) -> Response {
    const LARGEST: usize = 2 * 1024 * 1024;
    let seen = state.pages.seen();
    let response = next.run(request).await;
    let public = response.headers().get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"));
    if response.status() != StatusCode::OK || !public || response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let (parts, body) = response.into_parts();
    // What does not say what it shows is no page of ours.
    let Some(shows) = parts.extensions.get::<Shows>().cloned() else { return Response::from_parts(parts, body) };
    match to_bytes(body, LARGEST).await {
        Ok(raw) => state.pages.keep(seen, key, raw, shows, asked),
        Err(error) => AppError::Unexpected(Incident::log(&error)).into_response(),
    }
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response: Response<Body> = next.run(request).await;
    protect(response.headers_mut());
    response
}
