//! What stands between a connection and the application: knows when a request runs, and makes its body keep its pace.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::{Body, HttpBody};
use axum::http::{HeaderValue, Request, Response, Version, header};
use bytes::Bytes;
use futures::future::{BoxFuture, Either};
use http_body::{Frame, SizeHint};
use hyper::service::Service;

use super::life::{Life, Running};
use super::pace::{Arrival, Pace, Paced};
use crate::front::Front;
use crate::leaving::Leaving;

/// The application as one connection sees it.
pub struct Seen {
    front: Front,
    life: Arc<Life>,
    pace: Pace,
    leaving: Leaving,
}

impl Seen {
    pub fn new(front: Front, life: Arc<Life>, pace: Pace, leaving: Leaving) -> Self {
        Self { front, life, pace, leaving }
    }
}

impl<B> Service<Request<B>> for Seen
where
    B: HttpBody<Data = Bytes> + Unpin + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Answer>;
    type Error = Infallible;
    type Future = Either<Ready<Result<Self::Response, Infallible>>, BoxFuture<'static, Result<Self::Response, Infallible>>>;

    fn call(&self, mut request: Request<B>) -> Self::Future {
        let running = self.life.begin();
        let version = request.version();
        if let Some(response) = self.front.at_once(&mut request) {
            return Either::Left(ready(Ok(given(response, running, version, &self.leaving))));
        }
        let arrival = Arrival::default();
        if !request.body().is_end_stream() {
            request.extensions_mut().insert(arrival.clone());
        }
        let (pace, leaving) = (self.pace, self.leaving.clone());
        let answer = self.front.routed(request.map(|body| Paced::new(body, pace, arrival)));
        Either::Right(Box::pin(async move { Ok(given(answer.await?, running, version, &leaving)) }))
    }
}

/// An answer whose request runs until it was given away.
fn given(mut response: Response<Body>, running: Running, version: Version, leaving: &Leaving) -> Response<Answer> {
    // HTTP/2 has a frame for it, which is sent at the end.
    if version <= Version::HTTP_11 && leaving.has_begun() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response.map(|body| Answer { body, running })
}

/// The body of an answer; its request runs until it was given away.
pub struct Answer {
    body: Body,
    running: Running,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let given = Pin::new(&mut self.body).poll_frame(cx);
        if given.is_ready() {
            self.running.goes_on();
        }
        given
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
