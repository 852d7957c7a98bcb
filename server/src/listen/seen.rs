//! What stands between a connection and the application: knows when a request runs, and makes its body keep its pace.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::{Body, HttpBody};
use axum::http::{HeaderValue, Request, Response, Version, header};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tower::Service;

use super::life::{Life, Running};
use super::pace::{Arrival, Pace, Paced};
use crate::leaving::Leaving;

/// The application as one connection sees it.
#[derive(Clone)]
pub struct Seen<S> {
    inner: S,
    life: Arc<Life>,
    pace: Pace,
    leaving: Leaving,
}

impl<S> Seen<S> {
    pub fn new(inner: S, life: Arc<Life>, pace: Pace, leaving: Leaving) -> Self {
        Self { inner, life, pace, leaving }
    }
}

impl<S, B> Service<Request<B>> for Seen<S>
where
    S: Service<Request<Paced<B>>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<BoxError>,
{
    type Response = Response<Answer>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let running = self.life.begin();
        let arrival = Arrival::default();
        if !request.body().is_end_stream() {
            request.extensions_mut().insert(arrival.clone());
        }
        let (pace, leaving) = (self.pace, self.leaving.clone());
        // HTTP/2 has a frame for it, which is sent at the end.
        let one = request.version() <= Version::HTTP_11;
        let answer = self.inner.call(request.map(|body| Paced::new(body, pace, arrival)));
        Box::pin(async move {
            let mut response = answer.await?;
            if one && leaving.has_begun() {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(response.map(|body| Answer { body, running }))
        })
    }
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
