//! Certificates as files: one template filled in, drawn as PDF and as a picture; and as a digital badge.

use std::sync::{Arc, LazyLock};

use app::ctx::Ctx;
use app::error::AppError;
use app::i18n::{self, Locale};
use app::route::{Access, Answer, Entry, get};
use app::training::{self, CertificateRow, CertificateState};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use resvg::{tiny_skia, usvg};
use serde_json::json;

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

fn answer(bytes: Vec<u8>, mime: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    // Revoked, it is gone at the next look.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

async fn pdf(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let svg = certificate(&ctx, &valid(&ctx, &code).await?);
    let bytes = tokio::task::spawn_blocking(move || to_pdf(&svg)).await.map_err(unexpected)??;
    Ok(answer(bytes, "application/pdf"))
}

async fn png(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let svg = certificate(&ctx, &valid(&ctx, &code).await?);
    let bytes = tokio::task::spawn_blocking(move || to_png(&svg)).await.map_err(unexpected)??;
    Ok(answer(bytes, "image/png"))
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
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn day(l: Locale, stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), |day| i18n::date(l, day))
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
        ("issued_en", day(english, &found.issued_on)),
        ("expires_en", day(english, &found.expires_on)),
        ("issued_ar", format!("صدرت في {}", day(arabic, &found.issued_on))),
        ("expires_ar", format!("سارية حتى {}", day(arabic, &found.expires_on))),
    ];
    let filled = texts.iter().fold(TEMPLATE.to_owned(), |svg, (name, text)| svg.replace(&format!("{{{{{name}}}}}"), &escaped(text)));
    filled.replace("{{qr}}", &qr(&address))
}

/// The certificate as an Open Badges 3.0 credential. It is not signed: it is as good as the address that it is fetched from,
/// which answers only as long as the certificate holds.
async fn badge(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let found = valid(&ctx, &code).await?;
    let l = ctx.l;
    let page = format!("{}{}", ctx.site.public_url, ctx.link(&format!("/certificates/{}", found.code)));
    let at = |day: &str| format!("{day}T00:00:00+02:00");
    let title = i18n::pick(l, &found.title_ar, &found.title_en);
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": format!("{page}/badge.json"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": ctx.site.public_url, "type": ["Profile"], "name": training::authority(l), "url": ctx.site.public_url },
        "validFrom": at(&found.issued_on),
        "validUntil": at(&found.expires_on),
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
