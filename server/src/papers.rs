//! Signs and badges of a fair as PDF, and the picture that a link to it shows.

use fairs::READERS;
use fairs::signs::{self, Badge, Sign, Title};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::FairId;
use ground::route::{Access, Answer, Entry, get};
use ground::texts::Locale;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::drawing::{answer, drawn, filled, qr, to_pdf, to_png};

const SIGN: &str = include_str!("../../assets/documents/sign.svg");
const BADGES: &str = include_str!("../../assets/documents/badges.svg");
const BADGE: &str = include_str!("../../assets/documents/badge.svg");
const SHARE: &str = include_str!("../../assets/documents/share.svg");

/// Badges on a page: two across, four down.
const ON_A_PAGE: usize = 8;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/desk/fairs/{fair}/signs.pdf", Access::Staff(READERS), signs),
        get("/desk/fairs/{fair}/badges.pdf", Access::Staff(READERS), badges),
        get("/fairs/{slug}/share.png", Access::Public, share),
    ]
}

type Key = Path<(String, i64)>;

/// What a page says; none drawn before is shown to others, and none is kept by a browser.
async fn printed(name: &'static str, pages: Vec<String>) -> Answer {
    if pages.is_empty() {
        return Err(AppError::NotFound);
    }
    let key = hex::encode(Sha256::digest(pages.concat()));
    let bytes = drawn(format!("pages {key}"), move || to_pdf(&pages)).await?;
    let mut response = answer(bytes, "application/pdf");
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    Ok(response)
}

async fn signs(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let (title, signs, _) = signs::printed(&ctx, FairId(id)).await?;
    let pages = signs.iter().map(|one| sign(&ctx, &title, one)).collect();
    printed("inline; filename=\"signs.pdf\"", pages).await
}

async fn badges(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let (title, _, badges) = signs::printed(&ctx, FairId(id)).await?;
    let pages = badges.chunks(ON_A_PAGE).map(|some| page(&ctx, &title, some)).collect();
    printed("inline; filename=\"badges.pdf\"", pages).await
}

fn storefront(ctx: &Ctx, path: &str) -> String {
    qr(&ctx.site.address(&format!("/ar{path}")))
}

/// The sign of a booth, half a sheet.
pub fn sign(ctx: &Ctx, title: &Title, one: &Sign) -> String {
    let texts = [
        ("number", one.number.clone()),
        ("name_ar", one.name[0].clone()),
        ("name_en", one.name[1].clone()),
        ("title_ar", title.name[0].clone()),
        ("days_ar", title.days[0].clone()),
    ];
    filled(SIGN, &texts, &[("qr", storefront(ctx, &one.path))])
}

/// A sheet of badges, to be cut.
fn page(ctx: &Ctx, title: &Title, badges: &[Badge]) -> String {
    let all: Vec<String> = badges
        .iter()
        .enumerate()
        .map(|(n, one)| {
            let texts = [
                ("x", (40 + n % 2 * 367).to_string()),
                ("y", (34 + n / 2 * 268).to_string()),
                ("title", title.name[0].clone()),
                ("person", one.person.clone()),
                ("family", one.family.clone()),
                ("number", one.number.clone()),
            ];
            filled(BADGE, &texts, &[("qr", storefront(ctx, &one.path))])
        })
        .collect();
    filled(BADGES, &[], &[("badges", all.concat())])
}

async fn share(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let title = signs::shared(&ctx, &slug).await?;
    let n = usize::from(ctx.l == Locale::En);
    let texts = [
        ("authority", training::authority(ctx.l)),
        ("name", title.name[n].clone()),
        ("days", title.days[n].clone()),
        ("place", title.place[n].clone()),
    ];
    let svg = filled(SHARE, &texts, &[]);
    let bytes = drawn(format!("share {} {n}", title.version), move || to_png(&svg)).await?;
    Ok(answer(bytes, "image/png"))
}
