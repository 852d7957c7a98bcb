//! What clients may take of connections and of time.

use std::time::Duration;

use super::pace::Pace;
use crate::config::Config;
use crate::machine;

/// Longer than a proxy waits between two looks at `/readyz`.
const LEAVE: Duration = Duration::from_secs(5);

/// What clients may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time. Over it the one that has been silent longest goes; when none is silent, the new one.
    pub connections: usize,
    /// Connections of one IPv4 address or one IPv6 /64 at a time; `None` for no limit.
    pub of_an_address: Option<usize>,
    /// How long a connection may stay without a request, from its beginning or from the end of the last one.
    pub silence: Duration,
    /// How long nothing of an answer may be taken.
    pub untaken: Duration,
    /// How long a request may run without giving a part of its answer; longer than any handler.
    pub longest: Duration,
    /// How slowly a body may come.
    pub pace: Pace,
    /// After the signal to stop, how long requests are still taken while `/readyz` says that this server is leaving.
    pub leave: Duration,
    /// How long running requests may then take.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            of_an_address: Some(64),
            silence: Duration::from_secs(15),
            untaken: Duration::from_secs(30),
            longest: Duration::from_secs(330),
            pace: Pace::default(),
            leave: Duration::ZERO,
            drain: Duration::from_secs(20),
        }
    }
}

impl Limits {
    /// As the settings say. Behind one's own proxy every client has the proxy's address: there is no share of an address then. The proxy needs a
    /// while to see that this server leaves, and what it has passed on by then is not passed on again, however long it takes.
    pub fn of(config: &Config) -> Self {
        let limits = Self::default();
        let (leave, drain) = if config.proxies > 0 { (LEAVE, limits.longest) } else { (limits.leave, limits.drain) };
        Self {
            connections: limits.connections.min(machine::most_connections()),
            of_an_address: (config.proxies == 0).then_some(config.connections_per_address),
            leave,
            drain,
            ..limits
        }
    }
}
