//! Signs of life of the worker's loops: each says by when it will be heard of again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What was last heard of each loop.
#[derive(Debug, Clone, Default)]
pub struct Pulse(Arc<Mutex<BTreeMap<String, Beat>>>);

#[derive(Debug, Clone, Copy)]
struct Beat {
    at: Instant,
    again_by: Instant,
}

impl Pulse {
    fn beats(&self) -> MutexGuard<'_, BTreeMap<String, Beat>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A loop lives, and will be heard of again within this time.
    pub fn beat(&self, of: &str, within: Duration) {
        let at = Instant::now();
        self.beats().insert(of.to_owned(), Beat { at, again_by: at + within });
    }

    /// A loop has ended because it was told to.
    pub fn ended(&self, of: &str) {
        self.beats().remove(of);
    }

    /// A loop that should have been heard of by now.
    pub fn late(&self) -> Option<String> {
        let now = Instant::now();
        self.beats().iter().find(|(_, beat)| beat.again_by < now).map(|(of, _)| of.clone())
    }

    /// How long ago each was heard of.
    pub fn ages(&self) -> Vec<(String, Duration)> {
        self.beats().iter().map(|(of, beat)| (of.clone(), beat.at.elapsed())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_heard_of_in_time_is_late() {
        let pulse = Pulse::default();
        assert_eq!(pulse.late(), None);
        pulse.beat("mail", Duration::from_secs(60));
        pulse.beat("work", Duration::ZERO);
        assert_eq!(pulse.late().as_deref(), Some("work"));
        pulse.ended("work");
        assert_eq!(pulse.late(), None);
        assert_eq!(pulse.ages().len(), 1);
    }
}
