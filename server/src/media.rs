//! Photos by content address, private documents by key.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use cases::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, Incident};
use ground::ids::MediaId;
use market::{catalogue, families};
use people::crafts;
use people::media::WIDTHS;
use people::media::{self, Access};

use crate::state::State;
use crate::trouble::unexpected;

fn answer(bytes: Bytes, mime: &'static str, caching: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// `<address>-<width>.<webp|jpg>`, or nothing.
fn parse(file: &str) -> Option<(&str, &'static str)> {
    let (stem, extension) = file.rsplit_once('.')?;
    let (address, width) = stem.rsplit_once('-')?;
    let mime = match extension {
        "webp" => "image/webp",
        "jpg" => "image/jpeg",
        _ => return None,
    };
    let known = width.parse().is_ok_and(|width: u32| WIDTHS.contains(&width));
    let hex = address.len() == 64 && address.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    (known && hex).then_some((address, mime))
}

/// What is kept by nobody.
const PRIVATE: &str = "private, no-store";

/// A size of a photo. Published ones may be kept by anyone for ever: the address is the content.
pub async fn photo(ctx: Ctx, Extension(state): Extension<State>, Path(file): Path<String>) -> Result<Response, AppError> {
    let (address, mime) = parse(&file).ok_or(AppError::NotFound)?;
    let caching = match media::access(&ctx, address).await? {
        Access::Public => "public, max-age=31536000, immutable",
        Access::Own => PRIVATE,
        Access::Others if ctx.actor.holds(Role::DESK) && catalogue::photo_in_scope(&ctx, address).await? => PRIVATE,
        Access::Others => return Err(AppError::NotFound),
    };
    let found = state.blobs.get(&format!("photos/{file}")).await.map_err(|error| AppError::Unavailable(Incident::log(&error)))?;
    Ok(answer(found.ok_or(AppError::NotFound)?, mime, caching))
}

/// The picture that stands for a craft where a product has no photo. Drawn once for each craft, at its first use.
pub async fn craft(ctx: Ctx, Path(name): Path<String>) -> Result<Response, AppError> {
    static DRAWN: Mutex<BTreeMap<String, Bytes>> = Mutex::new(BTreeMap::new());
    let code = name.strip_suffix(".jpg").ok_or(AppError::NotFound)?.to_owned();
    crafts::crafts(&ctx.db).await?.craft(&code).ok_or(AppError::NotFound)?;
    let kept = || DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    let drawn = kept().get(&code).cloned();
    let bytes = match drawn {
        Some(bytes) => bytes,
        None => {
            let craft = code.clone();
            // Small, as many stand on one page.
            let draw = move || photos::encode_jpeg(&image::imageops::thumbnail(&pictures::draw(&craft, 1), 320, 240), 50);
            let bytes = Bytes::from(tokio::task::spawn_blocking(draw).await.map_err(unexpected)?.map_err(unexpected)?);
            kept().insert(code, bytes.clone());
            bytes
        }
    };
    Ok(answer(bytes, "image/jpeg", "public, max-age=86400"))
}

/// A private document: for its owner, and for staff whose scope holds a case of the family.
pub async fn private(ctx: Ctx, Extension(state): Extension<State>, Path(id): Path<i64>) -> Result<Response, AppError> {
    ctx.actor.person()?;
    let id = MediaId(id);
    let (address, mime, access) = media::document(&ctx, id).await?;
    if access != Access::Own && !document_in_scope(&ctx, id).await? {
        return Err(AppError::NotFound);
    }
    let found = state.blobs.get(&format!("documents/{address}")).await.map_err(|error| AppError::Unavailable(Incident::log(&error)))?;
    let mime = if mime == "application/pdf" { "application/pdf" } else { "image/jpeg" };
    let mut response = answer(found.ok_or(AppError::NotFound)?, mime, PRIVATE);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"document\""));
    Ok(response)
}

/// Whether a document belongs to something in the reader's scope.
async fn document_in_scope(ctx: &Ctx, id: MediaId) -> Result<bool, AppError> {
    Ok(match families::document_case_scope(ctx, id).await? {
        Some(family) if ctx.actor.holds(Role::DESK) => {
            // Its case stays where it was decided; the family may have moved into another scope since.
            families::helps(ctx, family).await?
                || casework::subject_in_scope(ctx, casework::CaseKind::Family, family.0).await?
                || families::licensed_within(ctx, family).await?
        }
        _ => {
            (ctx.actor.holds(Role::DESK) && casework::document_in_scope(ctx, id).await?)
                || training::classroom::file_in_scope(ctx, id).await?
                || fairs::files::file_in_scope(ctx, id).await?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_are_read() {
        let address = "a".repeat(64);
        assert!(parse(&format!("{address}-640.webp")).is_some());
        for file in [
            format!("{address}-641.webp"),
            format!("{address}-640.svg"),
            format!("../{address}-640.webp"),
            "../../etc/passwd".to_owned(),
            "souq.sqlite".to_owned(),
            format!("{}-640.jpg", "A".repeat(64)),
        ] {
            assert!(parse(&file).is_none(), "{file}");
        }
    }
}
