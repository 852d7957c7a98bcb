//! Style sheet, script, browser half: embedded, named by content, compressed once.

use std::collections::HashMap;
use std::io::Write;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::files::holds;

/// An asset in its encodings, each with the whole head of its answer.
struct Asset {
    raw: Sent,
    brotli: Sent,
    gzip: Sent,
}

struct Sent {
    bytes: Bytes,
    etag: HeaderValue,
    head: HeaderMap,
}

impl Sent {
    /// An asset by the hash of what it is, in one encoding; it never changes, so it may be kept for ever.
    fn new(hash: &str, mime: &'static str, encoding: Encoding, bytes: Bytes) -> Self {
        let ending = encoding.name().map(|name| format!("-{name}")).unwrap_or_default();
        let etag = HeaderValue::from_str(&format!("\"{hash}{ending}\"")).unwrap_or(HeaderValue::from_static("\"\""));
        let mut head = HeaderMap::new();
        head.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        head.insert(header::ETAG, etag.clone());
        if let Some(value) = encoding.header() {
            head.insert(header::CONTENT_ENCODING, value);
        }
        Self { bytes, etag, head }
    }
}

struct Assets {
    by_name: HashMap<String, Asset>,
    hashed: HashMap<String, String>,
}

/// Plain name, type, bytes, and those in brotli where the build has made them.
type Source = (&'static str, &'static str, Vec<u8>, Option<&'static [u8]>);

fn sources() -> Vec<Source> {
    let css = [
        include_str!("../../assets/web/css/tokens.css"),
        include_str!("../../assets/web/css/base.css"),
        include_str!("../../assets/web/css/components.css"),
        include_str!("../../assets/web/css/pages.css"),
    ];
    let js = include_bytes!(concat!(env!("OUT_DIR"), "/souq.js")).to_vec();
    let wasm = include_bytes!(concat!(env!("OUT_DIR"), "/souq.wasm")).to_vec();
    let script = "text/javascript; charset=utf-8";
    vec![
        ("souq.css", "text/css; charset=utf-8", css.concat().into_bytes(), None),
        ("boot.js", script, include_bytes!("../../assets/web/boot.js").to_vec(), None),
        ("attend.js", script, include_bytes!("../../assets/web/attend.js").to_vec(), None),
        ("guide.js", script, include_bytes!("../../assets/web/guide.js").to_vec(), None),
        ("hall.js", script, include_bytes!("../../assets/web/hall.js").to_vec(), None),
        ("queue.js", script, include_bytes!("../../assets/web/queue.js").to_vec(), None),
        ("stands.js", script, include_bytes!("../../assets/web/stands.js").to_vec(), None),
        ("suggest.js", script, include_bytes!("../../assets/web/suggest.js").to_vec(), None),
        ("icon.svg", "image/svg+xml", include_bytes!("../../assets/web/icon.svg").to_vec(), None),
        ("souq.js", script, js, Some(include_bytes!(concat!(env!("OUT_DIR"), "/souq.js.br")))),
        ("souq.wasm", "application/wasm", wasm, Some(include_bytes!(concat!(env!("OUT_DIR"), "/souq.wasm.br")))),
    ]
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut assets = Assets { by_name: HashMap::new(), hashed: HashMap::new() };
    for (name, mime, raw, small) in sources() {
        let hash = hex::encode(&Sha256::digest(&raw)[..6]);
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        let hashed = format!("{stem}-{hash}.{extension}");
        let brotli = small.map_or_else(|| brotli(&raw, 11), Bytes::from_static);
        let asset = Asset {
            brotli: Sent::new(&hash, mime, Encoding::Brotli, brotli),
            gzip: Sent::new(&hash, mime, Encoding::Gzip, gzip(&raw, 6)),
            raw: Sent::new(&hash, mime, Encoding::Plain, Bytes::from(raw)),
        };
        assets.by_name.insert(hashed.clone(), asset);
        assets.hashed.insert(name.to_owned(), hashed);
    }
    assets
});

/// Bits of the least window: with a smaller one, quality 5 takes ten times as long.
const LEAST_WINDOW: u32 = 18;

/// Brotli at a quality from 0 to 11. Its window is as large as what it compresses: making ready one of four megabytes took
/// longer than compressing a page.
pub fn brotli(raw: &[u8], quality: i32) -> Bytes {
    let mut out = Vec::new();
    let lgwin = (usize::BITS - raw.len().leading_zeros()).clamp(LEAST_WINDOW, 22) as i32;
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin, size_hint: raw.len(), ..Default::default() };
    match brotli::BrotliCompress(&mut &raw[..], &mut out, &params) {
        Ok(_) => Bytes::from(out),
        Err(_) => Bytes::new(),
    }
}

/// A file of `assets` that stands in the program compressed; the build script names those.
macro_rules! unpacked {
    ($name:literal) => {
        $crate::assets::unbrotli(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".br")))
    };
}
pub(crate) use unpacked;

/// What was compressed by [`brotli()`].
pub fn unbrotli(packed: &[u8]) -> Bytes {
    let mut out = Vec::new();
    match brotli::BrotliDecompress(&mut &packed[..], &mut out) {
        Ok(()) => Bytes::from(out),
        Err(_) => Bytes::new(),
    }
}

/// Gzip at a level from 0 to 9.
pub fn gzip(raw: &[u8], level: u32) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    let done = encoder.write_all(raw).and_then(|()| encoder.finish());
    done.map(Bytes::from).unwrap_or_default()
}

/// Hashed names by plain name; makes all encodings at start rather than at the first request.
pub fn names() -> HashMap<String, String> {
    ASSETS.hashed.clone()
}

/// What a browser takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `br`.
    Brotli,
    /// `gzip`.
    Gzip,
    /// As it is.
    Plain,
}

/// The encoding in which a request gets the fewest bytes.
pub fn encoding(headers: &HeaderMap) -> Encoding {
    let best = [Encoding::Brotli, Encoding::Gzip].into_iter().find(|encoding| takes(headers, *encoding));
    best.unwrap_or(Encoding::Plain)
}

/// Whether a request takes an encoding by its name (RFC 9110, section 12.5.3); what is given the weight 0 is not taken.
pub fn takes(headers: &HeaderMap, encoding: Encoding) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|part| {
        let mut part = part.split(';').map(str::trim);
        let named = part.next().zip(encoding.name()).is_some_and(|(asked, name)| asked.eq_ignore_ascii_case(name));
        let weight = part.find_map(|of| of.strip_prefix("q=").or_else(|| of.strip_prefix("Q=")));
        named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

impl Encoding {
    fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Plain => None,
        }
    }

    /// Value of `Content-Encoding`.
    pub fn header(self) -> Option<HeaderValue> {
        self.name().map(HeaderValue::from_static)
    }
}

/// An asset by its hashed name, or 304 when the client has it. It stands beside the layer that compresses.
pub fn serve(name: &str, request: &HeaderMap) -> Response<Body> {
    let Some(asset) = ASSETS.by_name.get(name) else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let sent = match encoding(request) {
        Encoding::Brotli => &asset.brotli,
        Encoding::Gzip => &asset.gzip,
        Encoding::Plain => &asset.raw,
    };
    let held = holds(request, &sent.etag);
    let mut response = Response::new(if held { Body::empty() } else { Body::from(sent.bytes.clone()) });
    *response.headers_mut() = sent.head.clone();
    if held {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_ENCODING);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_by_name_and_weight() {
        for (asked, best) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("identity, br;q=0, gzip; q=0.000", Encoding::Plain),
            ("GZIP", Encoding::Gzip),
            ("br;q=0.1", Encoding::Brotli),
            ("brotli, x-gzip", Encoding::Plain),
            ("", Encoding::Plain),
        ] {
            let mut headers = HeaderMap::new();
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(asked));
            assert_eq!(encoding(&headers), best, "{asked}");
        }
    }
}
