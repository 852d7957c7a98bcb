//! What stands before the router: kept pages are given to visitors at once, without the layers of an application that has
//! nothing to decide about them.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use axum::routing::future::RouteFuture;
use bytes::Bytes;
use futures::future::Either;
use metrics::Counter;
use people::accounts;
use tower::Service;

use crate::cache::Pages;
use crate::state::State;
use crate::web;

/// The whole application, as a service of one client.
#[derive(Clone)]
pub struct Front {
    pages: Pages,
    router: Router,
    client: Option<SocketAddr>,
}

impl Front {
    /// Kept pages before the router.
    pub fn new(state: &State) -> Self {
        Self { pages: state.pages.clone(), router: web::router(state), client: None }
    }

    /// The same for a client at a network address.
    pub fn for_client(&self, client: SocketAddr) -> Self {
        Self { client: Some(client), ..self.clone() }
    }

    fn kept<B>(&self, request: &Request<B>) -> Option<Response<Body>> {
        // Whoever may be signed in is the router's to find out.
        let cookies = request.headers().get_all(header::COOKIE);
        let session = |line: &HeaderValue| line.to_str().is_ok_and(|line| line.contains(accounts::COOKIE));
        if request.method() != Method::GET || cookies.iter().any(session) {
            return None;
        }
        let response = self.pages.find(request.uri().path_and_query()?.as_str(), request.headers())?;
        count(response.status());
        Some(response)
    }
}

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
        if let Some(kept) = self.kept(&request) {
            return Either::Left(ready(Ok(kept)));
        }
        if let Some(client) = self.client {
            request.extensions_mut().insert(ConnectInfo(client));
        }
        Either::Right(self.router.call(request))
    }
}
