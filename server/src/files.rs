//! Answers about a file: all of it, a part of it, or that the client has it already.

use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use bytes::Bytes;
use futures::TryStreamExt;
use ground::error::{AppError, Incident};
use sha2::{Digest, Sha256};

use crate::blobs::{Blobs, Found};
use crate::ranges::{Part, part};
use crate::trouble::away;

/// What the client sent.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// GET or HEAD.
    pub method: &'a Method,
    /// Its head.
    pub headers: &'a HeaderMap,
}

/// What every answer about a file says of it.
#[derive(Debug, Clone)]
pub struct File {
    etag: HeaderValue,
    /// The head of the whole answer, without its length.
    pub head: HeaderMap,
}

/// What an answer is: its status, its head, and which bytes follow.
struct Plan {
    status: StatusCode,
    head: HeaderMap,
    bytes: Range<u64>,
}

impl File {
    /// A file whose name says what is in it, or whose bytes were summed up by [`tag_of`].
    pub fn new(tag: &str, mime: &'static str, caching: &'static str) -> Self {
        let etag = HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""));
        let mut head = HeaderMap::with_capacity(16);
        head.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        head.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        head.insert(header::ETAG, etag.clone());
        Self { etag, head }
    }

    /// 304 where the client has it already.
    pub fn held(&self, asked: Asked) -> Option<Response<Body>> {
        holds(asked.headers, &self.etag).then(|| respond(StatusCode::NOT_MODIFIED, self.head.clone(), Body::empty()))
    }

    fn plan(&self, asked: Asked, size: u64) -> Plan {
        let mut head = self.head.clone();
        // A range is of what GET would send; HEAD tells of the whole.
        let part = if asked.method == Method::HEAD { Part::Whole } else { part(asked.headers, &self.etag, size) };
        let (status, bytes) = match part {
            Part::Whole => (StatusCode::OK, 0..size),
            Part::Of(bytes) => {
                head.insert(header::CONTENT_RANGE, shown(&format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1)));
                (StatusCode::PARTIAL_CONTENT, bytes)
            }
            Part::Outside => {
                head.remove(header::CONTENT_TYPE);
                head.remove(header::ETAG);
                head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
                head.insert(header::CONTENT_RANGE, shown(&format!("bytes */{size}")));
                (StatusCode::RANGE_NOT_SATISFIABLE, 0..0)
            }
        };
        head.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.end - bytes.start));
        Plan { status, head, bytes: if asked.method == Method::HEAD { 0..0 } else { bytes } }
    }

    /// The answer when its bytes are at hand.
    pub fn of_bytes(&self, asked: Asked, bytes: &Bytes) -> Response<Body> {
        if let Some(held) = self.held(asked) {
            return held;
        }
        let Plan { status, head, bytes: Range { start, end } } = self.plan(asked, bytes.len() as u64);
        // Both lie within a length that is counted in usize.
        let within = start as usize..end as usize;
        respond(status, head, if within.is_empty() { Body::empty() } else { Body::from(bytes.slice(within)) })
    }

    /// The answer while its bytes are read, a few at a time.
    pub async fn of_store(&self, asked: Asked<'_>, blobs: &Blobs, name: &str, found: Found) -> Result<Response<Body>, AppError> {
        if let Some(held) = self.held(asked) {
            return Ok(held);
        }
        let size = found.size();
        let Plan { status, head, bytes } = self.plan(asked, size);
        if bytes.is_empty() {
            return Ok(respond(status, head, Body::empty()));
        }
        let found = if bytes == (0..size) { found } else { blobs.part(name, bytes).await.map_err(away)?.ok_or(AppError::NotFound)? };
        // The head is gone when this breaks: the connection ends before the length that it named.
        let stream = found.stream().inspect_err(|error| drop(Incident::log(error)));
        Ok(respond(status, head, Body::from_stream(stream)))
    }
}

/// A tag for bytes whose name does not say what they are.
pub fn tag_of(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..12])
}

/// Whether the client says that it has what a tag stands for.
pub fn holds(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let plain = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).trim_ascii().to_vec();
    let of_ours = plain(etag.as_bytes());
    let same = |tag: &[u8]| tag.trim_ascii() == b"*" || plain(tag.trim_ascii()) == of_ours;
    request.get_all(header::IF_NONE_MATCH).iter().any(|line| line == etag || line.as_bytes().split(|byte| *byte == b',').any(same))
}

fn shown(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("bytes */*"))
}

fn respond(status: StatusCode, head: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = head;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn what_the_client_has_is_known_by_its_tag() {
        let etag = HeaderValue::from_static("\"a-640.webp\"");
        for (sent, expected) in [
            ("\"a-640.webp\"", true),
            ("W/\"a-640.webp\"", true),
            ("\"x\", \"a-640.webp\"", true),
            ("\"x\",W/\"a-640.webp\" ,\"y\"", true),
            ("*", true),
            ("\"x\"", false),
            ("a-640.webp", false),
            ("", false),
        ] {
            assert_eq!(holds(&ask(&[(header::IF_NONE_MATCH, sent)]), &etag), expected, "{sent}");
        }
        assert!(!holds(&HeaderMap::new(), &etag));
        assert!(holds(&ask(&[(header::IF_NONE_MATCH, "\"a\"")]), &HeaderValue::from_static("W/\"a\"")));
    }

    #[test]
    fn an_answer_names_its_part() {
        let file = File::new("a", "image/webp", "public, max-age=86400, immutable");
        let bytes = Bytes::from_static(b"0123456789");
        for (method, headers, status, length, range) in [
            (Method::GET, ask(&[]), 200, Some("10"), None),
            (Method::HEAD, ask(&[]), 200, Some("10"), None),
            (Method::HEAD, ask(&[(header::RANGE, "bytes=2-3")]), 200, Some("10"), None),
            (Method::GET, ask(&[(header::RANGE, "bytes=2-3")]), 206, Some("2"), Some("bytes 2-3/10")),
            (Method::GET, ask(&[(header::RANGE, "bytes=10-")]), 416, Some("0"), Some("bytes */10")),
            (Method::GET, ask(&[(header::RANGE, "bytes=2-3"), (header::IF_NONE_MATCH, "\"a\"")]), 304, None, None),
        ] {
            let response = file.of_bytes(Asked { method: &method, headers: &headers }, &bytes);
            let said = |name| response.headers().get(name).map(|value| value.to_str().unwrap());
            assert_eq!(response.status(), status, "{method} {headers:?}");
            assert_eq!(said(header::CONTENT_LENGTH), length, "{method} {headers:?}");
            assert_eq!(said(header::CONTENT_RANGE), range, "{method} {headers:?}");
            // What is not there is not kept as if it were the file.
            assert_eq!(said(header::CACHE_CONTROL) == Some("no-store"), status == 416);
        }
    }
}
