//! How slowly a body may come: whoever sends a byte now and then keeps a request, and what it holds, for as long as they like.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::BoxError;
use axum::body::HttpBody;
use axum::http::StatusCode;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Sleep;

/// How slowly a body may come. Only time in which the server waits for the client counts.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Waiting of which nothing is asked.
    pub grace: Duration,
    /// Bytes a second on average, once the grace is over.
    pub least: u32,
    /// Longest time without a byte.
    pub pause: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { grace: Duration::from_secs(10), least: 10 * 1024, pause: Duration::from_secs(15) }
    }
}

impl Pace {
    /// How much longer may be waited after so many bytes and so much waiting.
    fn left(self, came: u64, waited: Duration) -> Duration {
        let allowed = Duration::from_secs_f64(came as f64 / f64::from(self.least.max(1))).max(self.grace);
        allowed.saturating_sub(waited).min(self.pause)
    }
}

const COMING: u8 = 0;
const TOO_SLOW: u8 = 1;
const BROKEN: u8 = 2;

/// How a body arrived; the layer that draws pages of errors asks it. Stands in the extensions of a request that has a body.
#[derive(Debug, Clone, Default)]
pub struct Arrival(Arc<AtomicU8>);

impl Arrival {
    /// What the sender is told when it did not arrive, whatever the handler made of that.
    pub fn failed(&self) -> Option<StatusCode> {
        match self.0.load(Ordering::SeqCst) {
            TOO_SLOW => Some(StatusCode::REQUEST_TIMEOUT),
            BROKEN => Some(StatusCode::BAD_REQUEST),
            _ => None,
        }
    }
}

/// A body that has to keep its pace.
pub struct Paced<B> {
    body: B,
    pace: Pace,
    arrival: Arrival,
    came: u64,
    waited: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl<B> Paced<B> {
    pub fn new(body: B, pace: Pace, arrival: Arrival) -> Self {
        Self { body, pace, arrival, came: 0, waited: Duration::ZERO, waiting: None }
    }

    fn fails(&self, how: u8) {
        let _ = self.arrival.0.compare_exchange(COMING, how, Ordering::SeqCst, Ordering::SeqCst);
    }
}

impl<B: HttpBody<Data = Bytes> + Unpin> HttpBody for Paced<B>
where
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) else {
            let left = this.pace.left(this.came, this.waited);
            let (_, timer) = this.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(left))));
            ready!(timer.as_mut().poll(cx));
            this.fails(TOO_SLOW);
            return Poll::Ready(Some(Err("the body came too slowly".into())));
        };
        if let Some((since, _)) = this.waiting.take() {
            this.waited += since.elapsed();
        }
        Poll::Ready(frame.map(|frame| match frame {
            Ok(frame) => {
                this.came += frame.data_ref().map_or(0, |data| data.len() as u64);
                Ok(frame)
            }
            Err(error) => {
                this.fails(BROKEN);
                Err(error.into())
            }
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_may_wait_as_its_bytes_allow() {
        let pace = Pace::default();
        let seconds = Duration::from_secs;
        for (came, waited, left) in [
            (0, 0, 10),
            (0, 9, 1),
            // Ten KiB a second: after twenty seconds two hundred must be there.
            (200 * 1024, 20, 0),
            (300 * 1024, 20, 10),
            // Who was fast may pause, and not for ever.
            (15 * 1024 * 1024, 20, 15),
            (50 * 1024, 20, 0),
        ] {
            assert_eq!(pace.left(came, seconds(waited)), seconds(left), "{came} bytes, {waited} s");
        }
    }
}
