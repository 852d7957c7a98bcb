//! Compression of pages that are drawn for one reader: whole, as they are whole already, which takes half of what a stream takes.

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Response, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use ground::error::{AppError, Incident};

use crate::assets::{Encoding, brotli, gzip, takes};

/// Below this a page is sent as it is, in bytes.
const LEAST: u64 = 512;
/// Above this it is left to the stream that compresses whatever else is sent.
const MOST: u64 = 2 * 1024 * 1024;
/// Of gzip, which at this level makes a page as small as quick brotli does, in two thirds of the time.
const LEVEL: u32 = 4;
/// Of brotli, for those who take nothing else.
const QUALITY: i32 = 2;

/// Compresses a page that is there as a whole, in what its reader takes.
pub async fn pages(request: Request, next: Next) -> Response<Body> {
    let wanted = [Encoding::Gzip, Encoding::Brotli].into_iter().find(|encoding| takes(request.headers(), *encoding));
    let response = next.run(request).await;
    let Some(wanted) = wanted.filter(|_| is_page(&response)) else { return response };
    let (mut parts, body) = response.into_parts();
    let raw = match to_bytes(body, MOST as usize).await {
        Ok(raw) => raw,
        Err(error) => return AppError::Unexpected(Incident::log(&error)).into_response(),
    };
    let packed = match wanted {
        Encoding::Gzip => gzip(&raw, LEVEL),
        _ => brotli(&raw, QUALITY),
    };
    if let Some(name) = wanted.header().filter(|_| !packed.is_empty()) {
        parts.headers.insert(header::CONTENT_ENCODING, name);
        parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::from(packed));
    }
    Response::from_parts(parts, Body::from(raw))
}

fn is_page(response: &Response<Body>) -> bool {
    let headers = response.headers();
    let html = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let size = response.body().size_hint().exact().is_some_and(|bytes| (LEAST..=MOST).contains(&bytes));
    html && size && !headers.contains_key(header::CONTENT_ENCODING) && !headers.contains_key(header::CONTENT_RANGE)
}
