//! Templates in SVG, filled in and drawn as PDF or as a picture, with the project's own fonts.

mod line;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use ground::error::{AppError, Incident};
use moka::sync::Cache;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref};
use resvg::{tiny_skia, usvg};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::trouble::unexpected;

/// The project's own fonts and no others: what is drawn is the same on every machine.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for file in line::FONTS.iter().flat_map(|(_, files)| files) {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

/// An answer that is asked for again at the next look: revoked or changed, it is another one.
pub fn answer(bytes: impl Into<Body>, mime: &'static str) -> Response {
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Documents that are drawn at a time, in one process.
const AT_A_TIME: usize = 2;
/// How long somebody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of drawn documents that are kept.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// A document, drawn once for as long as its key does not change; two at a time, so that readers of one do not take the machine
/// from all others.
pub async fn drawn(key: String, draw: impl FnOnce() -> Result<Vec<u8>, AppError> + Send + 'static) -> Result<Bytes, AppError> {
    static TURNS: Semaphore = Semaphore::const_new(AT_A_TIME);
    static KEPT: LazyLock<Cache<String, Bytes>> = LazyLock::new(|| {
        Cache::builder().max_capacity(KEPT_BYTES).weigher(|_, bytes: &Bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX)).build()
    });
    if let Some(bytes) = KEPT.get(&key) {
        return Ok(bytes);
    }
    let busy = || AppError::Unavailable(Incident::log(&"too many documents are drawn at once"));
    let _turn = timeout(PATIENCE, TURNS.acquire()).await.map_err(|_| busy())?.map_err(unexpected)?;
    if let Some(bytes) = KEPT.get(&key) {
        return Ok(bytes);
    }
    let bytes = Bytes::from(tokio::task::spawn_blocking(draw).await.map_err(unexpected)??);
    KEPT.insert(key, bytes.clone());
    Ok(bytes)
}

fn tree(svg: &str) -> Result<usvg::Tree, AppError> {
    let options = usvg::Options { fontdb: FONTS.clone(), font_family: "Noto Naskh Arabic".to_owned(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).map_err(unexpected)
}

/// Points of a PDF in a pixel of SVG.
const POINTS: f32 = 72.0 / 96.0;

/// Pages as one PDF, with text that can be searched and copied.
pub fn to_pdf(pages: &[String]) -> Result<Vec<u8>, AppError> {
    let mut next = Ref::new(1);
    let (catalog, all) = (next.bump(), next.bump());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(all);
    let mut kids = Vec::new();
    for svg in pages {
        let tree = tree(svg)?;
        let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
        let made = svg2pdf::to_chunk(&tree, svg2pdf::ConversionOptions::default());
        let (chunk, drawing) = made.map_err(|error| unexpected(format!("{error:?}")))?;
        let mut renamed = HashMap::new();
        let chunk = chunk.renumber(|old| *renamed.entry(old).or_insert_with(|| next.bump()));
        let drawing = *renamed.get(&drawing).ok_or_else(|| unexpected("a page without a drawing"))?;
        let (page_ref, content_ref, name) = (next.bump(), next.bump(), Name(b"S"));
        let mut page = pdf.page(page_ref);
        page.media_box(Rect::new(0.0, 0.0, width, height)).parent(all).contents(content_ref);
        page.resources().x_objects().pair(name, drawing);
        page.finish();
        let mut content = Content::new();
        content.transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(name);
        pdf.stream(content_ref, &content.finish());
        pdf.extend(&chunk);
        kids.push(page_ref);
    }
    let count = i32::try_from(kids.len()).map_err(unexpected)?;
    pdf.pages(all).kids(kids).count(count);
    Ok(pdf.finish())
}

/// As a picture, 1,200 pixels wide.
pub fn to_png(svg: &str) -> Result<Vec<u8>, AppError> {
    let tree = tree(svg)?;
    let scale = 1_200.0 / tree.size().width();
    let height = (tree.size().height() * scale).round();
    // A page is a few hundred pixels high.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let mut picture = tiny_skia::Pixmap::new(1_200, height as u32).ok_or_else(|| unexpected("no room for a picture"))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(unexpected)
}

fn escaped(text: &str) -> String {
    let known = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(known).collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Modules of light around a QR code, without which some cameras do not find it.
const QUIET: usize = 2;

/// An address as a QR code of 104 × 104.
pub fn qr(address: &str) -> String {
    let Ok(code) = qrcode::QrCode::new(address) else { return String::new() };
    let side = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % side + QUIET, at / side + QUIET));
        }
    }
    let scale = 104.0 / (side + 2 * QUIET) as f64;
    format!("<rect width=\"104\" height=\"104\" fill=\"#fff\"/><path transform=\"scale({scale})\" d=\"{path}\" fill=\"#000\"/>")
}

/// A template with texts in its places, and drawings that are SVG already. In one pass: what somebody is called is never taken
/// for a place in the template. A text that stands alone in a `<text>` with `data-room` is set as a line, see [`line`].
pub fn filled(template: &str, texts: &[(&str, String)], drawings: &[(&str, String)]) -> String {
    let mut svg = String::with_capacity(template.len() + 8_192);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        svg.push_str(before);
        let of = |all: &[(&str, String)]| all.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
        rest = after;
        if let Some(drawing) = of(drawings) {
            svg.push_str(&drawing);
            continue;
        }
        let text = of(texts).unwrap_or_default();
        let tag = svg.rfind("<text ").filter(|at| svg[*at..].contains("data-room=") && svg[*at..].find('>') == Some(svg.len() - at - 1));
        match (tag, after.strip_prefix("</text>")) {
            (Some(at), Some(behind)) => {
                let tag = svg.split_off(at);
                svg.push_str(&line::set(&tag, &text));
                rest = behind;
            }
            _ => svg.push_str(&escaped(&text)),
        }
    }
    svg + rest
}
