//! A server that is about to stop says so first, so that a proxy sends its requests elsewhere while they are still answered here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether this server is about to stop.
#[derive(Debug, Clone, Default)]
pub struct Leaving(Arc<AtomicBool>);

impl Leaving {
    /// From now on it is.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it is.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
