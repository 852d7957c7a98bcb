//! What stands before the router: kept pages are given to visitors at once, and known photos to anyone, without the layers of an
//! application that has nothing to decide about them; and pages that have become old are drawn anew behind their back.

use std::borrow::Cow;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use axum::routing::future::RouteFuture;
use bytes::Bytes;
use futures::future::Either;
use metrics::Counter;
use people::accounts;
use tokio::sync::Semaphore;
use tower::{Service, ServiceExt};

use crate::cache::{Anew, Found, Pages, Redrawing};
use crate::known::Known;
use crate::lines::Lines;
use crate::state::State;
use crate::web;

/// The whole application, as a service of one client.
#[derive(Clone)]
pub struct Front {
    whole: Arc<Whole>,
    client: Option<SocketAddr>,
}

struct Whole {
    pages: Pages,
    known: Known,
    lines: Lines,
    router: Router,
    behind: Arc<Semaphore>,
}

impl Front {
    /// Kept pages and known photos before the router.
    pub fn new(state: &State) -> Self {
        let behind = Arc::new(Semaphore::new(DRAWN_BEHIND));
        let (pages, known, lines) = (state.pages.clone(), state.known.clone(), Lines::of(&web::table()));
        Self { whole: Arc::new(Whole { pages, known, lines, router: web::router(state), behind }), client: None }
    }

    /// The same for a client at a network address.
    pub fn for_client(&self, client: SocketAddr) -> Self {
        Self { client: Some(client), ..self.clone() }
    }

    /// The answer that needs no thought: a kept page, or a photo that is known.
    pub fn at_once<B>(&self, request: &mut Request<B>) -> Option<Response<Body>> {
        self.whole.known.find(request).or_else(|| self.whole.kept(request))
    }

    /// The application's answer.
    pub fn routed<B>(&self, mut request: Request<B>) -> RouteFuture<Infallible>
    where
        B: axum::body::HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        if let Some(client) = self.client {
            request.extensions_mut().insert(ConnectInfo(client));
        }
        self.whole.router.clone().call(request)
    }
}

impl Whole {
    /// The kept page of a visitor's address. What other sites have written behind the address is taken away on the way.
    fn kept<B>(&self, request: &mut Request<B>) -> Option<Response<Body>> {
        // Whoever may be signed in is the router's to find out.
        let cookies = request.headers().get_all(header::COOKIE);
        let session = |line: &HeaderValue| line.to_str().is_ok_and(|line| line.contains(accounts::COOKIE));
        if request.method() != Method::GET || cookies.iter().any(session) {
            return None;
        }
        let key = self.lines.key(request.uri())?;
        let found = self.pages.find(&key, request.headers());
        if let Cow::Owned(key) = key {
            let mut parts = request.uri().clone().into_parts();
            parts.path_and_query = Some(key.parse().ok()?);
            *request.uri_mut() = Uri::from_parts(parts).ok()?;
        }
        let response = match found? {
            Found::Page(response) => response,
            Found::Former(response, redrawing) => {
                self.draw_behind(request.uri().clone(), redrawing);
                response
            }
        };
        count(response.status());
        Some(response)
    }

    /// Draws a page anew while its former state is given out. When enough are being drawn, it stays as it is for now.
    fn draw_behind(&self, uri: Uri, redrawing: Redrawing) {
        let Ok(place) = self.behind.clone().try_acquire_owned() else { return };
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri;
        request.extensions_mut().insert(Anew);
        let router = self.router.clone();
        tokio::spawn(async move {
            let _ = router.oneshot(request).await;
            drop((redrawing, place));
        });
    }
}

/// Pages that are drawn behind the visitors' back at a time.
const DRAWN_BEHIND: usize = 2;

fn count(status: StatusCode) {
    static GIVEN: LazyLock<Counter> = LazyLock::new(|| counter("200"));
    static SEEN: LazyLock<Counter> = LazyLock::new(|| counter("304"));
    let counter = if status == StatusCode::NOT_MODIFIED { &SEEN } else { &GIVEN };
    counter.increment(1);
}

fn counter(status: &'static str) -> Counter {
    metrics::counter!("souq_requests_total", "method" => "GET", "line" => "a kept page", "status" => status)
}

impl<B> Service<Request<B>> for Front
where
    B: axum::body::HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response<Body>, Infallible>>, RouteFuture<Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A router is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        match self.at_once(&mut request) {
            Some(answer) => Either::Left(ready(Ok(answer))),
            None => Either::Right(self.routed(request)),
        }
    }
}
