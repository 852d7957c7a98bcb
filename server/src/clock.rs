//! The one place where the time is read.

use chrono::{DateTime, SubsecRound, Utc};

/// Now, in whole microseconds as both databases keep them.
#[allow(clippy::disallowed_methods)]
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}
