//! Certificates as files: one template filled in, drawn as PDF and as a picture; and as a digital badge.

use axum::extract::Path;
use axum::http::HeaderValue;
use axum::response::Response;
use chrono::NaiveDate;
use ground::ctx::Ctx;
use ground::days;
use ground::error::AppError;
use ground::route::{Access, Answer, Entry, get};
use ground::texts::{self, Locale};
use serde_json::json;
use training::{Certificate, CertificateState};

use crate::drawing::{answer, drawn, filled, qr, to_pdf, to_png};
use crate::trouble::unexpected;

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
        ("signed_ar", training::signed(arabic, &found.signed)),
        ("issued_ar", training::issued(arabic, days::date(arabic, found.issued_on))),
        ("expires_ar", training::expires(arabic, days::date(arabic, found.expires_on))),
    ];
    filled(TEMPLATE, &texts, &[("qr", qr(&address))])
}

/// The certificate as an Open Badges 3.0 credential. It is not signed: it is as good as the address that it is fetched from,
/// which answers only as long as the certificate holds.
async fn badge(ctx: Ctx, Path((_, code)): Code) -> Answer {
    let found = valid(&ctx, &code).await?;
    let l = ctx.l;
    let page = format!("{}{}", ctx.site.public_url, ctx.link(&format!("/certificates/{}", found.code)));
    let at = |day: NaiveDate, hour: &str| format!("{day}T{hour}+02:00");
    let title = texts::pick(l, &found.title_ar, &found.title_en);
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": format!("{page}/badge.json"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": ctx.site.public_url, "type": ["Profile"], "name": training::authority(l), "url": ctx.site.public_url },
        "validFrom": at(found.issued_on, "00:00:00"),
        "validUntil": at(found.expires_on, "23:59:59"),
        "name": title,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject", "identityType": "name", "hashed": false,
                "identityHash": texts::pick(l, &found.name, &found.name_en),
            }],
            "achievement": {
                "id": format!("{page}#achievement"), "type": ["Achievement"], "achievementType": "Certificate", "name": title,
                "description": format!("{title} — {}", training::hours(l, found.hours)),
                "criteria": { "narrative": training::criteria(l) },
                "image": { "id": format!("{page}/certificate.png"), "type": "Image" },
            },
        },
    });
    Ok(unlisted(answer(serde_json::to_vec_pretty(&credential).map_err(unexpected)?, "application/ld+json; charset=utf-8")))
}
