//! Public photos that were given out before: their bytes, and that anyone may see them. They are given out before the router,
//! without a look at the database, until something says that they may have been taken back.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use ground::db::Db;
use metrics::Counter;
use moka::sync::Cache;
use people::media::{PHOTO, WIDTHS};

use crate::files::{Asked, File};
use crate::protection::protect;

/// Largest photo that is kept, in bytes.
pub const LARGEST: u64 = 512 * 1024;
/// Bytes of all kept photos together.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes that a photo takes beside its own: its name and its head.
const OVERHEAD: usize = 2_048;
/// After this time the row of a photo is looked at again, whatever else was heard.
const ASKED_AGAIN: Duration = Duration::from_secs(10);
/// What nobody looks at is let go, so that the bytes of a photo that was taken back do not stay here.
const IDLE: Duration = Duration::from_secs(600);

/// A public photo in one of its sizes.
struct Photo {
    file: File,
    bytes: Bytes,
    since: Instant,
    doubt: u64,
}

impl Photo {
    /// Whether it can still be taken for public.
    fn holds(&self, now: Instant, doubt: u64) -> bool {
        self.doubt == doubt && now.saturating_duration_since(self.since) < ASKED_AGAIN
    }
}

/// Photos by name, `<address>-<width>.<extension>`.
#[derive(Clone)]
pub struct Known(Arc<Shelf>);

struct Shelf {
    kept: Cache<String, Arc<Photo>>,
    db: Db,
    /// The number of the last change of anything for which it was looked whether a photo was taken back.
    looked: AtomicU64,
    doubt: AtomicU64,
}

impl Known {
    /// Knows none yet.
    pub fn new(db: Db) -> Self {
        let kept = Cache::builder()
            .max_capacity(MOST_BYTES)
            .weigher(|_: &String, photo: &Arc<Photo>| u32::try_from(OVERHEAD + photo.bytes.len()).unwrap_or(u32::MAX))
            .time_to_idle(IDLE)
            .build();
        Self(Arc::new(Shelf { kept, db, looked: AtomicU64::new(0), doubt: AtomicU64::new(0) }))
    }

    /// A number that rises when a photo may have been taken back. Read before a row is looked at, it says whether that look still
    /// counts. It rises for all photos at once: they are seldom taken back, and then each costs one query more.
    pub fn doubt(&self) -> u64 {
        let Shelf { db, looked, doubt, .. } = &*self.0;
        let (now, before) = (db.changes().now(), looked.load(Ordering::Acquire));
        if now > before {
            // What is not remembered any more may have been one of them.
            if db.changes().since(before, &[PHOTO]).is_none_or(|photos| !photos.is_empty()) {
                doubt.fetch_max(now, Ordering::AcqRel);
            }
            looked.fetch_max(now, Ordering::AcqRel);
        }
        doubt.load(Ordering::Acquire)
    }

    /// The answer to a request for a photo that is known; `None` where the database has to be asked.
    pub fn find<B>(&self, request: &Request<B>) -> Option<Response<Body>> {
        let name = request.uri().path().strip_prefix("/media/")?;
        let asked = Asked { method: request.method(), headers: request.headers() };
        if !matches!(*asked.method, Method::GET | Method::HEAD) {
            return None;
        }
        let photo = self.0.kept.get(name).filter(|photo| photo.holds(Instant::now(), self.doubt()))?;
        let response = photo.file.of_bytes(asked, &photo.bytes);
        count(asked.method, response.status());
        Some(response)
    }

    /// The bytes of a photo whose row was looked at again.
    pub fn bytes(&self, name: &str) -> Option<Bytes> {
        self.0.kept.get(name).map(|photo| photo.bytes.clone())
    }

    /// From now on this photo is known: its row says that it is public, looked at after a [`Known::doubt`].
    pub fn learn(&self, name: &str, mut file: File, bytes: Bytes, doubt: u64) {
        if bytes.len() as u64 <= LARGEST {
            protect(&mut file.head);
            self.0.kept.insert(name.to_owned(), Arc::new(Photo { file, bytes, since: Instant::now(), doubt }));
        }
    }

    /// Lets go of a photo in all its sizes.
    pub fn forget(&self, address: &str) {
        for width in WIDTHS {
            for extension in ["webp", "jpg"] {
                self.0.kept.invalidate(&format!("{address}-{width}.{extension}"));
            }
        }
    }
}

fn count(method: &Method, status: StatusCode) {
    const METHODS: [&str; 2] = ["GET", "HEAD"];
    const STATUSES: [&str; 4] = ["200", "206", "304", "416"];
    static COUNTERS: LazyLock<[[Counter; 4]; 2]> = LazyLock::new(|| METHODS.map(|method| STATUSES.map(|status| counter(method, status))));
    let known = STATUSES.iter().position(|known| *known == status.as_str()).unwrap_or_default();
    COUNTERS[usize::from(method == Method::HEAD)][known].increment(1);
}

fn counter(method: &'static str, status: &'static str) -> Counter {
    metrics::counter!("souq_requests_total", "method" => method, "line" => "a known photo", "status" => status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_at_the_row_counts_for_a_while_and_until_something_changes() {
        let since = Instant::now();
        let photo = Photo { file: File::new("a", "image/webp", "public"), bytes: Bytes::new(), since, doubt: 7 };
        assert!(photo.holds(since, 7) && photo.holds(since + Duration::from_millis(9_999), 7));
        assert!(!photo.holds(since + ASKED_AGAIN, 7));
        assert!(!photo.holds(since, 8));
    }
}
