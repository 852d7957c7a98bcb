//! The life of one connection: whether a request runs on it, since when none does, and when it is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::limits::Limits;

/// What is known of a connection. Times are milliseconds from its beginning.
#[derive(Debug)]
pub struct Life {
    limits: Limits,
    begun: Instant,
    running: AtomicUsize,
    /// When a request last began, or gave a part of its answer.
    went_on: AtomicU64,
    /// Since when no request runs; of no meaning while one does.
    silent_since: AtomicU64,
    /// Since when the client takes nothing of what is written, and one; 0 while it takes.
    untaken_since: AtomicU64,
    told_to_go: Notify,
}

impl Life {
    pub fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            begun: Instant::now(),
            running: AtomicUsize::new(0),
            went_on: AtomicU64::new(0),
            silent_since: AtomicU64::new(0),
            untaken_since: AtomicU64::new(0),
            told_to_go: Notify::new(),
        })
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// A request begins; it ends when what is given here is dropped.
    pub fn begin(self: &Arc<Self>) -> Running {
        self.running.fetch_add(1, Ordering::SeqCst);
        self.goes_on();
        Running(self.clone())
    }

    fn goes_on(&self) {
        self.went_on.store(self.now(), Ordering::SeqCst);
    }

    /// The moment at which the silence began; `None` while a request runs or an answer is being taken.
    pub fn silent_since(&self) -> Option<Instant> {
        let silent = self.running.load(Ordering::SeqCst) == 0 && self.untaken_since.load(Ordering::SeqCst) == 0;
        silent.then(|| self.begun + Duration::from_millis(self.silent_since.load(Ordering::SeqCst)))
    }

    /// Nothing more can be written until the client takes what was.
    pub fn is_full(&self) {
        let _ = self.untaken_since.compare_exchange(0, self.now() + 1, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// The client took something. Who takes an answer slowly is not silent.
    pub fn is_taken(&self) {
        if self.untaken_since.swap(0, Ordering::SeqCst) != 0 {
            self.silent_since.store(self.now(), Ordering::SeqCst);
        }
    }

    /// Its place is needed.
    pub fn leave(&self) {
        self.told_to_go.notify_one();
    }

    /// Waits until this connection is to be closed.
    pub async fn over(&self) {
        let why = loop {
            let ago = |then: u64| Duration::from_millis(self.now().saturating_sub(then));
            let (left, why) = match (self.untaken_since.load(Ordering::SeqCst), self.silent_since()) {
                (0, Some(since)) => (self.limits.silence.saturating_sub(since.elapsed()), "silent"),
                // An answer of HTTP/2 may also wait for a window that never opens.
                (0, None) => (self.limits.longest.saturating_sub(ago(self.went_on.load(Ordering::SeqCst))), "untaken"),
                (since, _) => (self.limits.untaken.saturating_sub(ago(since - 1)), "untaken"),
            };
            if left.is_zero() {
                break why;
            }
            // Looked at again before the silence that may begin meanwhile is over.
            let left = left.min(self.limits.silence);
            tokio::select! {
                () = tokio::time::sleep(left) => {}
                () = self.told_to_go.notified() => break "room",
            }
        };
        metrics::counter!("souq_connections_closed_total", "why" => why).increment(1);
    }
}

/// A request that runs, until its answer was given to the connection.
#[derive(Debug)]
pub struct Running(Arc<Life>);

impl Running {
    /// A part of the answer was given.
    pub fn goes_on(&self) {
        self.0.goes_on();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.silent_since.store(self.0.now(), Ordering::SeqCst);
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_or_takes_an_answer_is_not_silent() {
        let life = Life::new(Limits::default());
        assert!(life.silent_since().is_some());
        let (one, two) = (life.begin(), life.begin());
        assert!(life.silent_since().is_none());
        drop(one);
        assert!(life.silent_since().is_none());
        drop(two);
        assert!(life.silent_since().is_some());
        life.is_full();
        assert!(life.silent_since().is_none());
        life.is_taken();
        assert!(life.silent_since().is_some());
    }
}
