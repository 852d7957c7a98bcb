//! Certificates as files: one template filled in, drawn as PDF and as a picture; and as a digital badge.

use axum::extract::Path;
use axum::http::HeaderValue;
use axum::response::Response;
use ground::ctx::Ctx;
use ground::days;
use ground::error::AppError;
use ground::route::{Access, Answer, Entry, get};
use ground::texts::{self, Locale};
use training::{Certificate, CertificateState};

use crate::badges::{self, Badge, Signer};
use crate::drawing::{answer, drawn, filled, qr, to_pdf, to_png};

const TEMPLATE: &str = include_str!("../../assets/documents/certificate.svg");

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
async fn valid(ctx: &Ctx, code: &str) -> Result<Certificate, AppError> {
    let (found, _) = training::certificate_by_code(ctx, code).await?;
    if found.state == CertificateState::Issued && found.code == code { Ok(found) } else { Err(AppError::NotFound) }
}

/// A certificate names a person: who has its code finds it, and search engines do not list it. Its page says the same in its head.
fn unlisted(mut response: Response) -> Response {
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

async fn pdf(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let (key, svg) = page(&ctx, &valid(&ctx, &code).await?, "pdf");
    Ok(unlisted(answer(drawn(key, move || to_pdf(&[svg])).await?, "application/pdf")))
}

async fn png(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let (key, svg) = page(&ctx, &valid(&ctx, &code).await?, "png");
    Ok(unlisted(answer(drawn(key, move || to_png(&svg)).await?, "image/png")))
}

/// The page of a certificate, with what it is kept under when it was drawn.
fn page(ctx: &Ctx, found: &Certificate, kind: &str) -> (String, String) {
    (format!("{} {} {kind}", found.code, found.changed_at.timestamp_micros()), certificate(ctx, found))
}

/// The template with what a certificate says.
pub fn certificate(ctx: &Ctx, found: &Certificate) -> String {
    let (arabic, english) = (Locale::Ar, Locale::En);
    // Each language's page verifies; the code leads to that of the reader who scans it.
    let address = format!("{}/ar/certificates/{}", ctx.site.public_url, found.code);
    let texts = [
        ("authority_ar", training::authority(arabic)),
        ("authority_en", training::authority(english)),
        ("name_ar", found.name.clone()),
        ("name_en", found.name_en.clone()),
        ("title_ar", found.title_ar.clone()),
        ("title_en", found.title_en.clone()),
        ("cohort_ar", training::cohort_of(arabic, found.number, found.hours)),
        ("cohort_en", training::cohort_of(english, found.number, found.hours)),
        ("partner", training::with_partner(arabic, &found.partner)),
        ("code", found.code.clone()),
        ("address", address.trim_start_matches("https://").trim_start_matches("http://").to_owned()),
        ("issued_en", days::date(english, found.issued_on)),
        ("expires_en", days::date(english, found.expires_on)),
        ("issued_ar", training::issued(arabic, days::date(arabic, found.issued_on))),
        ("expires_ar", training::expires(arabic, days::date(arabic, found.expires_on))),
    ];
    filled(TEMPLATE, &texts, &[("qr", qr(&address))])
}

/// The certificate as a signed badge. A copy of it can be verified without us until its last day; this address answers only as long as the
/// certificate holds.
async fn badge(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let (found, l) = (valid(&ctx, &code).await?, ctx.l);
    let title = texts::pick(l, &found.title_ar, &found.title_en).to_owned();
    let badge = Badge {
        site: ctx.site.public_url.clone(),
        page: format!("{}{}", ctx.site.public_url, ctx.link(&format!("/certificates/{}", found.code))),
        authority: training::authority(l),
        holder: texts::pick(l, &found.name, &found.name_en).to_owned(),
        description: format!("{title} — {}", training::hours(l, found.hours)),
        title,
        criteria: training::criteria(l),
        issued_on: found.issued_on,
        expires_on: found.expires_on,
        created: found.changed_at,
    };
    Ok(unlisted(badges::written(&badge.signed(&Signer::of(&ctx.site)?), "application/ld+json; charset=utf-8")?))
}
