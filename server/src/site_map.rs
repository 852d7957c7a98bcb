//! Files of the site map, kept in memory as they are sent. Each is made again only when what it lists has changed, and asks for that
//! with one statement, at most once a minute.

use std::io::Read;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use flate2::read::GzDecoder;
use ground::ctx::Ctx;
use ground::error::AppError;
use market::site_map::Listed;
use moka::sync::Cache;
use tokio::sync::Mutex;

use crate::assets::{Encoding, brotli, encoding, gzip};
use crate::files::{Asked, holds, tag_of};
use crate::seo;
use crate::trouble::unexpected;

/// Bytes of all kept files together; one of 20,000 addresses takes one to two megabytes.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// How long a file is given out before it is asked whether it changed.
const ASKED_AGAIN: TimeDelta = TimeDelta::seconds(60);
/// How much of a file is unpacked at a time for those who take it only as it is.
const PIECE: usize = 64 * 1024;

/// A file of the site map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    /// The list of the others.
    Index,
    /// What is neither a storefront nor a product.
    Pages,
    /// Storefronts or products in a range of keys.
    Part(Listed, u32),
}

impl Name {
    /// The file at an address, if that is how one is called.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.strip_prefix("/sitemap")?.strip_suffix(".xml")?;
        let number = |text: &str| text.parse().ok().filter(|number: &u32| *number > 0 && number.to_string() == text);
        match name {
            "" => Some(Name::Index),
            "-pages" => Some(Name::Pages),
            _ => match name.strip_prefix("-families-") {
                Some(rest) => Some(Name::Part(Listed::Families, number(rest)?)),
                None => Some(Name::Part(Listed::Products, number(name.strip_prefix("-products-")?)?)),
            },
        }
    }

    /// Its address, from the root.
    pub fn path(self) -> String {
        match self {
            Name::Index => "/sitemap.xml".to_owned(),
            Name::Pages => "/sitemap-pages.xml".to_owned(),
            Name::Part(Listed::Families, number) => format!("/sitemap-families-{number}.xml"),
            Name::Part(Listed::Products, number) => format!("/sitemap-products-{number}.xml"),
        }
    }
}

/// A file as it is sent. Plain it is ten times as large, and nearly nobody takes it so: it is unpacked then.
#[derive(Clone)]
struct Kept {
    stamp: String,
    /// The number of the last change that was heard of before it was made.
    seen: u64,
    asked: DateTime<Utc>,
    brotli: Bytes,
    gzip: Bytes,
    length: u64,
    etag: HeaderValue,
}

/// The kept files.
#[derive(Clone)]
pub struct SiteMap(Arc<Shelf>);

struct Shelf {
    kept: Cache<Name, Arc<Kept>>,
    /// One is made at a time: it takes memory.
    turn: Mutex<()>,
}

impl Default for SiteMap {
    fn default() -> Self {
        let weigher = |_: &Name, file: &Arc<Kept>| u32::try_from(file.brotli.len() + file.gzip.len()).unwrap_or(u32::MAX);
        let kept = Cache::builder().max_capacity(MOST_BYTES).weigher(weigher).build();
        Self(Arc::new(Shelf { kept, turn: Mutex::default() }))
    }
}

impl SiteMap {
    /// A file, or 304 when the client has it.
    pub async fn answer(&self, ctx: &Ctx, name: Name, asked: Asked<'_>) -> Result<Response<Body>, AppError> {
        let file = self.file(ctx, name).await?;
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::ETAG, file.etag.clone());
        if holds(asked.headers, &file.etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(response);
        }
        let encoding = encoding(asked.headers);
        let (length, body) = match encoding {
            Encoding::Brotli => (file.brotli.len() as u64, Body::from(file.brotli.clone())),
            Encoding::Gzip => (file.gzip.len() as u64, Body::from(file.gzip.clone())),
            Encoding::Plain => (file.length, Body::from_stream(futures::stream::iter(unpacked(file.gzip.clone())))),
        };
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        if let Some(value) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, value);
        }
        if asked.method != Method::HEAD {
            *response.body_mut() = body;
        }
        Ok(response)
    }

    fn fresh(&self, ctx: &Ctx, name: Name) -> Option<Arc<Kept>> {
        self.0.kept.get(&name).filter(|kept| ctx.now - kept.asked < ASKED_AGAIN)
    }

    async fn file(&self, ctx: &Ctx, name: Name) -> Result<Arc<Kept>, AppError> {
        if let Some(kept) = self.fresh(ctx, name) {
            return Ok(kept);
        }
        let _turn = self.0.turn.lock().await;
        // Whoever had the turn before may have asked for the same.
        if let Some(kept) = self.fresh(ctx, name) {
            return Ok(kept);
        }
        let seen = ctx.db.changes().now();
        let stamp = match seo::stamp(ctx, name).await {
            Err(AppError::NotFound) => {
                self.0.kept.invalidate(&name);
                return Err(AppError::NotFound);
            }
            stamp => stamp?,
        };
        let same = self.0.kept.get(&name).filter(|kept| kept.stamp == stamp && seo::holds(ctx, name, kept.seen));
        let kept = match same {
            Some(kept) => Kept { asked: ctx.now, ..kept.as_ref().clone() },
            None => Kept { seen, ..made(stamp, ctx.now, seo::xml(ctx, name).await?).await? },
        };
        let kept = Arc::new(kept);
        self.0.kept.insert(name, kept.clone());
        Ok(kept)
    }
}

/// Packs a file, on a thread of its own.
async fn made(stamp: String, asked: DateTime<Utc>, xml: String) -> Result<Kept, AppError> {
    let pack = move || {
        let raw = xml.as_bytes();
        // Weak, as it is of no one encoding.
        let etag = HeaderValue::from_str(&format!("W/\"{}\"", tag_of(raw))).unwrap_or(HeaderValue::from_static("W/\"\""));
        Kept { stamp, seen: 0, asked, brotli: brotli(raw, 5), gzip: gzip(raw, 6), length: raw.len() as u64, etag }
    };
    tokio::task::spawn_blocking(pack).await.map_err(unexpected)
}

/// What was packed, a piece at a time.
fn unpacked(gzip: Bytes) -> impl Iterator<Item = std::io::Result<Bytes>> {
    let mut decoder = GzDecoder::new(std::io::Cursor::new(gzip));
    std::iter::from_fn(move || {
        let mut piece = Vec::with_capacity(PIECE);
        match decoder.by_ref().take(PIECE as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(Bytes::from(piece))),
            Err(error) => Some(Err(error)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_files_are_read() {
        for name in [Name::Index, Name::Pages, Name::Part(Listed::Families, 1), Name::Part(Listed::Products, 120)] {
            assert_eq!(Name::of(&name.path()), Some(name));
        }
        for path in [
            "/sitemap",
            "/sitemap-products.xml",
            "/sitemap-products-.xml",
            "/sitemap-products-0.xml",
            "/sitemap-products-01.xml",
            "/sitemap-products-+1.xml",
            "/sitemap-products--1.xml",
            "/sitemap-products-99999999999.xml",
            "/sitemap-people-1.xml",
            "/ar/sitemap.xml",
        ] {
            assert_eq!(Name::of(path), None, "{path}");
        }
    }

    #[test]
    fn what_was_packed_comes_back_whole() {
        let raw: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let pieces: Vec<Bytes> = unpacked(gzip(&raw, 6)).map(Result::unwrap).collect();
        assert!(pieces.iter().all(|piece| piece.len() <= PIECE));
        assert_eq!(pieces.concat(), raw);
        // One that broke ends with the error.
        let broken = gzip(&raw, 6).slice(..1_000);
        assert!(unpacked(broken).take(100).any(|piece| piece.is_err()));
    }
}
