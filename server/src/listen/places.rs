//! Who is connected: a share for each address, and room for the next one.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::life::Life;
use super::limits::Limits;
use ground::network::share_of;

/// Places of connections.
#[derive(Debug)]
pub struct Places {
    limits: Limits,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    lives: HashMap<u64, (IpAddr, Arc<Life>)>,
    of_addresses: HashMap<IpAddr, usize>,
}

impl Taken {
    fn give_back(&mut self, key: u64) {
        // Its place was given to another one before.
        let Some((of, _)) = self.lives.remove(&key) else { return };
        if let Some(many) = self.of_addresses.get_mut(&of) {
            *many -= 1;
            if *many == 0 {
                self.of_addresses.remove(&of);
            }
        }
    }

    /// Sends the one away that has been silent longest; says whether there was one.
    fn make_room(&mut self) -> bool {
        let silent = self.lives.iter().filter_map(|(key, (_, life))| life.silent_since().map(|since| (since, *key)));
        let Some((_, key)) = silent.min() else { return false };
        if let Some((_, life)) = self.lives.get(&key) {
            life.leave();
        }
        self.give_back(key);
        true
    }
}

fn refused(why: &'static str) -> Option<Place> {
    metrics::counter!("souq_connections_refused_total", "why" => why).increment(1);
    None
}

impl Places {
    pub fn new(limits: Limits) -> Self {
        Self { limits, taken: Mutex::default() }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection, or nothing when it has to be closed.
    pub fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let of = share_of(address);
        let mut taken = self.taken();
        if self.limits.of_an_address.is_some_and(|most| taken.of_addresses.get(&of).is_some_and(|many| *many >= most)) {
            return refused("address");
        }
        if taken.lives.len() >= self.limits.connections && !taken.make_room() {
            return refused("all");
        }
        let (key, life) = (taken.next, Life::new(self.limits));
        taken.next += 1;
        taken.lives.insert(key, (of, life.clone()));
        *taken.of_addresses.entry(of).or_default() += 1;
        metrics::gauge!("souq_connections").set(taken.lives.len() as f64);
        Some(Place { places: self.clone(), key, life })
    }
}

/// The place of one connection, until it is dropped.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    key: u64,
    life: Arc<Life>,
}

impl Place {
    /// The life of the connection.
    pub fn life(&self) -> Arc<Life> {
        self.life.clone()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.give_back(self.key);
        metrics::gauge!("souq_connections").set(taken.lives.len() as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(connections: usize, of_an_address: Option<usize>) -> Arc<Places> {
        Arc::new(Places::new(Limits { connections, of_an_address, ..Limits::default() }))
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_has_a_share_and_a_network_of_ipv6_is_one() {
        let places = places(100, Some(2));
        let (one, _two) = (places.enter(ip("192.0.2.1")).unwrap(), places.enter(ip("::ffff:192.0.2.1")).unwrap());
        assert!(places.enter(ip("192.0.2.1")).is_none());
        let _other = places.enter(ip("192.0.2.2")).unwrap();
        drop(one);
        let _again = places.enter(ip("192.0.2.1")).unwrap();
        let _six = [places.enter(ip("2001:db8::1")).unwrap(), places.enter(ip("2001:db8::ffff:1")).unwrap()];
        assert!(places.enter(ip("2001:db8::2")).is_none());
        assert!(places.enter(ip("2001:db8:0:1::1")).is_some());
    }

    #[tokio::test]
    async fn the_one_that_was_silent_longest_makes_room() {
        let places = places(3, None);
        let [busy, old, young] = [1, 2, 3].map(|_| places.enter(ip("192.0.2.1")).unwrap());
        let _request = busy.life().begin();
        // Old and young may have begun in the same millisecond: the young one speaks, and then the old one is the silent one.
        let request = young.life().begin();
        let new = places.enter(ip("192.0.2.1")).unwrap();
        old.life().over().await;
        drop(old);
        let _another = new.life().begin();
        assert!(places.enter(ip("192.0.2.1")).is_none(), "all of them are being answered");
        drop(request);
        assert!(places.enter(ip("192.0.2.1")).is_some());
        young.life().over().await;
    }
}
