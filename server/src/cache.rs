//! A small cache of public pages, the same for every visitor. It holds for as long as nothing
//! public changed: every such act raises the epoch, in its transaction, and each process looks at
//! the epoch once a second and after each of its own posts.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use ground::db::Db;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use crate::assets::{Encoding, brotli, encoding, gzip};
use crate::protection::protect;

/// Bytes of all kept pages together.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Longest time a page is kept, in case the epoch cannot be read.
const LONGEST: Duration = Duration::from_secs(60);

/// A page in its encodings, each with the whole head of its answer.
struct Kept {
    epoch: i64,
    raw: Bytes,
    brotli: Bytes,
    gzip: Bytes,
    etag: HeaderValue,
    head: HeaderMap,
}

/// Pages by address.
#[derive(Clone)]
pub struct Pages(Arc<Shelf>);

struct Shelf {
    kept: Cache<String, Arc<Kept>>,
    epoch: AtomicI64,
    db: Db,
}

impl Pages {
    /// An empty cache.
    pub fn new(db: Db) -> Self {
        let kept = Cache::builder()
            .max_capacity(MOST_BYTES)
            .weigher(|path: &String, page: &Arc<Kept>| {
                let bytes = path.len() + page.raw.len() + page.brotli.len() + page.gzip.len();
                u32::try_from(bytes).unwrap_or(u32::MAX)
            })
            .time_to_live(LONGEST)
            .build();
        Self(Arc::new(Shelf { kept, epoch: AtomicI64::new(0), db }))
    }

    /// Looks at the epoch; pages of an earlier one are not given out any more.
    pub async fn look(&self) {
        if let Ok(value) = self.0.db.epoch().await {
            self.0.epoch.store(value, Ordering::Relaxed);
        }
    }

    /// The epoch now; a page drawn before it rose is not given out under the new one.
    pub fn epoch(&self) -> i64 {
        self.0.epoch.load(Ordering::Relaxed)
    }

    /// A kept page, or 304 when the visitor has it.
    pub fn find(&self, path: &str, request: &HeaderMap) -> Option<Response<Body>> {
        let page = self.0.kept.get(path).filter(|page| page.epoch == self.epoch())?;
        Some(answer(&page, request))
    }

    /// Keeps a page and gives it out.
    pub fn keep(&self, epoch: i64, path: String, raw: Bytes, request: &HeaderMap) -> Response<Body> {
        let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&raw)[..12]));
        let etag = HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""));
        let mut head = HeaderMap::with_capacity(16);
        head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
        head.insert(header::ETAG, etag.clone());
        head.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        protect(&mut head);
        let page = Arc::new(Kept { epoch, brotli: brotli(&raw, 5), gzip: gzip(&raw), etag, head, raw });
        self.0.kept.insert(path, page.clone());
        answer(&page, request)
    }
}

fn answer(page: &Kept, request: &HeaderMap) -> Response<Body> {
    let seen = request.get(header::IF_NONE_MATCH).is_some_and(|seen| seen == page.etag);
    let encoding = encoding(request);
    let bytes = match encoding {
        _ if seen => Bytes::new(),
        Encoding::Brotli => page.brotli.clone(),
        Encoding::Gzip => page.gzip.clone(),
        Encoding::Plain => page.raw.clone(),
    };
    let mut response = Response::new(Body::from(bytes));
    if seen {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    *headers = page.head.clone();
    if let Some(value) = encoding.header().filter(|_| !seen) {
        headers.insert(header::CONTENT_ENCODING, value);
    }
    response
}
