//! Compression of pages that are drawn for one reader: whole, as they are whole already, which takes half of what a stream takes.

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Response, header};
use axum::middleware::Next;
use bytes::Bytes;

use crate::assets::{Encoding, brotli, encoding, gzip};

/// Below this a page is sent as it is, in bytes.
const LEAST: u64 = 512;
/// Above this it is left to the stream that compresses whatever else is sent.
const MOST: u64 = 2 * 1024 * 1024;
/// As quickly as it is worth it: the page is sent once.
const QUALITY: i32 = 2;

/// Compresses a page that is there as a whole, in what its reader takes.
pub async fn pages(request: Request, next: Next) -> Response<Body> {
    let wanted = encoding(request.headers());
    let response = next.run(request).await;
    let Some(name) = wanted.header().filter(|_| is_page(&response)) else { return response };
    let (mut parts, body) = response.into_parts();
    let Ok(raw) = to_bytes(body, MOST as usize).await else { return Response::from_parts(parts, Body::empty()) };
    let packed = match wanted {
        Encoding::Brotli => brotli(&raw, QUALITY),
        Encoding::Gzip => gzip(&raw, QUALITY as u32),
        Encoding::Plain => Bytes::new(),
    };
    if packed.is_empty() {
        return Response::from_parts(parts, Body::from(raw));
    }
    parts.headers.insert(header::CONTENT_ENCODING, name);
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(packed))
}

fn is_page(response: &Response<Body>) -> bool {
    let headers = response.headers();
    let html = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let size = response.body().size_hint().exact().is_some_and(|bytes| (LEAST..=MOST).contains(&bytes));
    html && size && !headers.contains_key(header::CONTENT_ENCODING) && !headers.contains_key(header::CONTENT_RANGE)
}
