//! Public pages, the same for every visitor, as they were drawn. A page knows what it shows ([`Shows`]): it goes when a thing
//! changes that it is about, and is drawn anew, at most once a second and while the former one is given out, when something
//! changes that may stand in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use ground::changes::{Shows, Standing};
use ground::db::Db;
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, watch};

use crate::assets::{Encoding, brotli, encoding, gzip, unbrotli};
use crate::protection::protect;

/// Bytes of all kept pages together. Beyond it a page that is asked for more often pushes out one that is asked for less
/// (moka's TinyLFU), so addresses that are asked for once push out nothing.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// A page is drawn anew in the background at most this often.
const REDRAWN_EVERY: Duration = Duration::from_secs(1);
/// A page that nobody asked for since it became old is drawn for who asks, rather than given out as it was.
const PATIENCE: Duration = Duration::from_secs(2);
/// Times that a page is given out before it is worth compressing well.
const WORTH_IT: u32 = 3;
/// Pages that are compressed well at a time.
static WELL: Semaphore = Semaphore::const_new(1);

/// Pages by address.
#[derive(Clone)]
pub struct Pages(Arc<Shelf>);

struct Shelf {
    kept: Cache<String, Arc<Kept>>,
    drawing: Mutex<HashMap<String, watch::Receiver<()>>>,
    db: Db,
}

/// A page with the whole head of its answer.
struct Kept {
    /// The number of the last change before it was drawn.
    seen: u64,
    /// The number of the last change for which it was looked whether it holds.
    looked: AtomicU64,
    /// When something that may stand in it first changed, once it has.
    old: OnceLock<Option<Instant>>,
    shows: Shows,
    drawn: Instant,
    redrawing: AtomicBool,
    given: AtomicU32,
    /// In brotli, which nearly every browser takes: quickly for the first who asks, and well when others come after.
    brotli: RwLock<Bytes>,
    gzip: OnceLock<Bytes>,
    etag: HeaderValue,
    head: HeaderMap,
}

/// What was found of a page.
pub enum Found {
    /// The page.
    Page(Response<Body>),
    /// The page as it was a moment ago; who gets this draws it anew.
    Former(Response<Body>, Redrawing),
}

/// Marks a request for a page that is kept, to be drawn all the same.
#[derive(Debug, Clone, Copy)]
pub struct Anew;

/// Held by who draws a page anew; another one may when it is dropped.
pub struct Redrawing(Arc<Kept>);

impl Drop for Redrawing {
    fn drop(&mut self) {
        self.0.redrawing.store(false, Ordering::Release);
    }
}

/// Whose turn it is to draw a page that is not kept.
pub enum Turn {
    /// The asker's. Others wait until this is dropped.
    Mine(Drawing),
    /// Another's, who is done when this ends.
    Others(watch::Receiver<()>),
}

/// Held by who draws a page.
pub struct Drawing {
    pages: Pages,
    key: String,
    _tell: watch::Sender<()>,
}

impl Drop for Drawing {
    fn drop(&mut self) {
        self.pages.drawing().remove(&self.key);
    }
}

impl Kept {
    fn standing(&self, db: &Db) -> Standing {
        let changes = db.changes();
        let now = changes.now();
        if self.looked.load(Ordering::Acquire) != now {
            match changes.standing(&self.shows, self.seen) {
                Standing::Gone => return Standing::Gone,
                Standing::Old(since) => {
                    self.old.get_or_init(|| since);
                }
                Standing::Holds => {}
            }
            self.looked.store(now, Ordering::Release);
        }
        let outlived = self.drawn.elapsed() >= self.shows.lasting();
        match self.old.get() {
            Some(since) => Standing::Old(*since),
            None if outlived => Standing::Old(Some(self.drawn + self.shows.lasting())),
            None => Standing::Holds,
        }
    }

    fn encoded(self: &Arc<Self>, encoding: Encoding) -> Bytes {
        if self.given.fetch_add(1, Ordering::Relaxed) == WORTH_IT
            && let Ok(place) = WELL.try_acquire()
        {
            let page = self.clone();
            tokio::task::spawn_blocking(move || {
                page.compress_well();
                drop(place);
            });
        }
        match encoding {
            Encoding::Brotli => self.packed(),
            Encoding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain(), 6)).clone(),
            Encoding::Plain => self.plain(),
        }
    }

    fn packed(&self) -> Bytes {
        self.brotli.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn plain(&self) -> Bytes {
        unbrotli(&self.packed())
    }

    fn compress_well(&self) {
        let good = brotli(&self.plain(), 5);
        *self.brotli.write().unwrap_or_else(PoisonError::into_inner) = good;
    }

    fn answer(self: &Arc<Self>, request: &HeaderMap) -> Response<Body> {
        let seen = request.get(header::IF_NONE_MATCH).is_some_and(|seen| seen == self.etag);
        let encoding = encoding(request);
        let mut response = Response::new(Body::from(if seen { Bytes::new() } else { self.encoded(encoding) }));
        if seen {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        *headers = self.head.clone();
        if let Some(value) = encoding.header().filter(|_| !seen) {
            headers.insert(header::CONTENT_ENCODING, value);
        }
        response
    }
}

impl Pages {
    /// None yet.
    pub fn new(db: Db) -> Self {
        let kept = Cache::builder()
            .max_capacity(MOST_BYTES)
            .weigher(|key: &String, page: &Arc<Kept>| {
                // Gzip may come to it, for those who ask for that.
                u32::try_from(key.len() + 1024 + page.packed().len() * 2).unwrap_or(u32::MAX)
            })
            .build();
        Self(Arc::new(Shelf { kept, drawing: Mutex::default(), db }))
    }

    /// Hears of what other processes have changed.
    pub async fn look(&self) {
        if let Err(error) = self.0.db.follow().await {
            tracing::warn!(%error, "what others changed cannot be read");
        }
    }

    /// The number of the last change; a page drawn after this shows at least as much.
    pub fn seen(&self) -> u64 {
        self.0.db.changes().now()
    }

    /// A kept page, or 304 when the visitor has it.
    pub fn find(&self, key: &str, request: &HeaderMap) -> Option<Found> {
        let page = self.0.kept.get(key)?;
        match page.standing(&self.0.db) {
            Standing::Holds => Some(Found::Page(page.answer(request))),
            Standing::Gone => {
                self.0.kept.invalidate(key);
                None
            }
            Standing::Old(since) => self.old(page, since, request),
        }
    }

    fn old(&self, page: Arc<Kept>, since: Option<Instant>, request: &HeaderMap) -> Option<Found> {
        if page.redrawing.load(Ordering::Acquire) {
            return Some(Found::Page(page.answer(request)));
        }
        if since.is_none_or(|since| since.elapsed() > PATIENCE) {
            return None;
        }
        let answer = page.answer(request);
        let mine = page.drawn.elapsed() >= REDRAWN_EVERY && !page.redrawing.swap(true, Ordering::AcqRel);
        Some(if mine { Found::Former(answer, Redrawing(page)) } else { Found::Page(answer) })
    }

    /// Who draws a page that is not kept: the first who asks. However many ask at once, it is drawn once.
    pub fn turn(&self, key: &str) -> Turn {
        match self.drawing().entry(key.to_owned()) {
            Entry::Occupied(there) => Turn::Others(there.get().clone()),
            Entry::Vacant(free) => {
                let (tell, done) = watch::channel(());
                free.insert(done);
                Turn::Mine(Drawing { pages: self.clone(), key: key.to_owned(), _tell: tell })
            }
        }
    }

    fn drawing(&self) -> MutexGuard<'_, HashMap<String, watch::Receiver<()>>> {
        self.0.drawing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a page that was drawn after a change with the number `seen`, and gives it out.
    pub fn keep(&self, seen: u64, key: String, raw: Bytes, shows: Shows, request: &HeaderMap) -> Response<Body> {
        let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&raw)[..12]));
        let etag = HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""));
        let mut head = HeaderMap::with_capacity(16);
        head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
        head.insert(header::ETAG, etag.clone());
        head.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        protect(&mut head);
        let page = Arc::new(Kept {
            seen,
            looked: AtomicU64::new(seen),
            old: OnceLock::new(),
            shows,
            drawn: Instant::now(),
            redrawing: AtomicBool::new(false),
            given: AtomicU32::new(0),
            brotli: RwLock::new(brotli(&raw, 2)),
            gzip: OnceLock::new(),
            etag,
            head,
        });
        // What changed while it was drawn may have been read before it changed.
        if page.standing(&self.0.db) != Standing::Gone {
            self.0.kept.insert(key, page.clone());
        }
        page.answer(request)
    }
}
