//! Certificates as files: one template filled in, drawn as PDF and as a picture; and as a digital badge.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use app::ctx::Ctx;
use app::error::{AppError, Incident};
use app::i18n::{self, Locale};
use app::route::{Access, Answer, Entry, get};
use app::training::{self, CertificateRow, CertificateState};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use moka::sync::Cache;
use resvg::{tiny_skia, usvg};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::trouble::unexpected;

const TEMPLATE: &str = include_str!("../../assets/documents/certificate.svg");

/// The project's own fonts and no others: what is drawn is the same on every machine.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for file in [
        include_bytes!("../../assets/fonts/NotoNaskhArabic-Regular.ttf").as_slice(),
        include_bytes!("../../assets/fonts/NotoNaskhArabic-Bold.ttf"),
        include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"),
        include_bytes!("../../assets/fonts/NotoSans-Bold.ttf"),
    ] {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/certificates/{code}/certificate.pdf", Access::Public, pdf),
        get("/certificates/{code}/certificate.png", Access::Public, png),
        get("/certificates/{code}/badge.json", Access::Public, badge),
    ]
}

type Code = Path<(String, String)>;

/// A certificate that holds; the files of others are gone.
async fn valid(ctx: &Ctx, code: &str) -> Result<CertificateRow, AppError> {
    let (found, _) = training::certificate_by_code(ctx, code).await?;
    if found.state == CertificateState::Issued && found.code == code { Ok(found) } else { Err(AppError::NotFound) }
}

fn answer(bytes: impl Into<Body>, mime: &'static str) -> Response {
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    // Revoked, it is gone at the next look.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

async fn pdf(ctx: Ctx, Path((_, code)): Code) -> Answer {
    Ok(answer(drawn(&ctx, &valid(&ctx, &code).await?, "pdf", to_pdf).await?, "application/pdf"))
}

async fn png(ctx: Ctx, Path((_, code)): Code) -> Answer {
    Ok(answer(drawn(&ctx, &valid(&ctx, &code).await?, "png", to_png).await?, "image/png"))
}

/// Documents that are drawn at a time, in one process.
const AT_A_TIME: usize = 2;
/// How long somebody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of drawn documents that are kept.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// A document, drawn once for as long as the certificate does not change; two at a time, so that readers of one code do not
/// take the machine from all others.
async fn drawn(
    ctx: &Ctx,
    found: &CertificateRow,
    kind: &'static str,
    draw: fn(&str) -> Result<Vec<u8>, AppError>,
) -> Result<Bytes, AppError> {
    static TURNS: Semaphore = Semaphore::const_new(AT_A_TIME);
    static KEPT: LazyLock<Cache<String, Bytes>> = LazyLock::new(|| {
        Cache::builder().max_capacity(KEPT_BYTES).weigher(|_, bytes: &Bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX)).build()
    });
    let key = format!("{} {} {kind}", found.code, found.changed_at.timestamp_micros());
    if let Some(bytes) = KEPT.get(&key) {
        return Ok(bytes);
    }
    let busy = || AppError::Unavailable(Incident::log(&"too many documents are drawn at once"));
    let _turn = timeout(PATIENCE, TURNS.acquire()).await.map_err(|_| busy())?.map_err(unexpected)?;
    if let Some(bytes) = KEPT.get(&key) {
        return Ok(bytes);
    }
    let svg = certificate(ctx, found);
    let bytes = Bytes::from(tokio::task::spawn_blocking(move || draw(&svg)).await.map_err(unexpected)??);
    KEPT.insert(key, bytes.clone());
    Ok(bytes)
}

fn tree(svg: &str) -> Result<usvg::Tree, AppError> {
    let options = usvg::Options { fontdb: FONTS.clone(), font_family: "Noto Naskh Arabic".to_owned(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).map_err(unexpected)
}

/// As PDF, with text that can be searched and copied.
pub fn to_pdf(svg: &str) -> Result<Vec<u8>, AppError> {
    let page = svg2pdf::PageOptions { dpi: 96.0 };
    svg2pdf::to_pdf(&tree(svg)?, svg2pdf::ConversionOptions::default(), page).map_err(|error| unexpected(format!("{error:?}")))
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

/// Smaller letters for longer lines: a line has room for `fits` characters at `most`.
fn size(text: &str, most: usize, fits: usize) -> String {
    let long = text.chars().count().max(1);
    (most * fits / long.max(fits)).max(14).to_string()
}

fn qr(address: &str) -> String {
    let Ok(code) = qrcode::QrCode::new(address) else { return String::new() };
    let side = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % side, at / side));
        }
    }
    let scale = 104.0 / side as f64;
    format!("<rect width=\"104\" height=\"104\" fill=\"#fff\"/><path transform=\"scale({scale})\" d=\"{path}\" fill=\"#000\"/>")
}

/// The template with what a certificate says.
pub fn certificate(ctx: &Ctx, found: &CertificateRow) -> String {
    let (arabic, english) = (Locale::ar, Locale::en);
    // Each language's page verifies; the code leads to that of the reader who scans it.
    let address = format!("{}/ar/certificates/{}", ctx.site.public_url, found.code);
    let hours = |l: Locale| training::hours(l, found.hours);
    let partner = if found.partner.is_empty() { String::new() } else { format!("بالشراكة مع {}", found.partner) };
    let texts = [
        ("authority_ar", training::authority(arabic)),
        ("authority_en", training::authority(english)),
        ("name_size", size(&found.name, 44, 34)),
        ("name_ar", found.name.clone()),
        ("name_en", found.name_en.clone()),
        ("title_size", size(&found.title_ar, 32, 52)),
        ("title_ar", found.title_ar.clone()),
        ("title_en", found.title_en.clone()),
        ("cohort_ar", format!("الدورة {} — {}", found.number, hours(arabic))),
        ("cohort_en", format!("Cohort {}, {}", found.number, hours(english))),
        ("partner", partner),
        ("code", found.code.clone()),
        ("address", address.trim_start_matches("https://").trim_start_matches("http://").to_owned()),
        ("issued_en", i18n::stored_date(english, &found.issued_on)),
        ("expires_en", i18n::stored_date(english, &found.expires_on)),
        ("issued_ar", format!("صدرت في {}", i18n::stored_date(arabic, &found.issued_on))),
        ("expires_ar", format!("سارية حتى {}", i18n::stored_date(arabic, &found.expires_on))),
    ];
    let mut svg = String::with_capacity(TEMPLATE.len() + 8_192);
    let mut rest = TEMPLATE;
    // In one pass: what somebody is called is never taken for a place in the template.
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        svg.push_str(before);
        match name {
            "qr" => svg.push_str(&qr(&address)),
            name => svg.push_str(&escaped(texts.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text))),
        }
        rest = after;
    }
    svg + rest
}

/// The certificate as an Open Badges 3.0 credential. It is not signed: it is as good as the address that it is fetched from,
/// which answers only as long as the certificate holds.
async fn badge(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let found = valid(&ctx, &code).await?;
    let l = ctx.l;
    let page = format!("{}{}", ctx.site.public_url, ctx.link(&format!("/certificates/{}", found.code)));
    let at = |day: &str, hour: &str| format!("{day}T{hour}+02:00");
    let title = i18n::pick(l, &found.title_ar, &found.title_en);
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": format!("{page}/badge.json"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": ctx.site.public_url, "type": ["Profile"], "name": training::authority(l), "url": ctx.site.public_url },
        "validFrom": at(&found.issued_on, "00:00:00"),
        "validUntil": at(&found.expires_on, "23:59:59"),
        "name": title,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject", "identityType": "name", "hashed": false,
                "identityHash": i18n::pick(l, &found.name, &found.name_en),
            }],
            "achievement": {
                "id": format!("{page}#achievement"), "type": ["Achievement"], "achievementType": "Certificate", "name": title,
                "description": format!("{title} — {}", training::hours(l, found.hours)),
                "criteria": { "narrative": training::criteria(l) },
                "image": { "id": format!("{page}/certificate.png"), "type": "Image" },
            },
        },
    });
    Ok(answer(serde_json::to_vec_pretty(&credential).map_err(unexpected)?, "application/ld+json; charset=utf-8"))
}
