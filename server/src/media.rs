//! Photos by content address, private documents by key.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Method, Response, header};
use bytes::Bytes;
use cases::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{FairId, MediaId};
use market::{catalogue, families};
use people::crafts;
use people::media::WIDTHS;
use people::media::{self, Access};

use crate::files::{Asked, File, tag_of};
use crate::known::LARGEST;
use crate::state::State;
use crate::trouble::{away, unexpected};

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
/// What anyone may keep: the name is the content. For a day, as what is public may be taken back.
const PUBLIC: &str = "public, max-age=86400, immutable";

/// A size of a photo. One that is public is known from then on, and given out before the router.
pub async fn photo(
    ctx: Ctx,
    Extension(state): Extension<State>,
    Path(name): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response<Body>, AppError> {
    let (address, mime) = parse(&name).ok_or(AppError::NotFound)?;
    let asked = Asked { method: &method, headers: &headers };
    // Before the row is read: what is taken back meanwhile raises it.
    let doubt = state.known.doubt();
    let access = match media::access(&ctx, address).await {
        Ok(Access::Others) if catalogue::photo_in_reach(&ctx, address).await? => Access::Own,
        Ok(access) => access,
        Err(AppError::NotFound) => {
            state.known.forget(address);
            return Err(AppError::NotFound);
        }
        Err(error) => return Err(error),
    };
    let stored = format!("photos/{name}");
    match access {
        Access::Others => Err(AppError::NotFound),
        Access::Own => {
            state.known.forget(address);
            from_store(&state, asked, &File::new(&name, mime, PRIVATE), &stored).await
        }
        Access::Public => {
            let file = File::new(&name, mime, PUBLIC);
            if let Some(held) = file.held(asked) {
                return Ok(held);
            }
            let bytes = match state.known.bytes(&name) {
                Some(bytes) => bytes,
                None => {
                    let found = state.blobs.find(&stored).await.map_err(away)?.ok_or(AppError::NotFound)?;
                    if found.size() > LARGEST {
                        return file.of_store(asked, &state.blobs, &stored, found).await;
                    }
                    found.bytes().await.map_err(away)?
                }
            };
            let response = file.of_bytes(asked, &bytes);
            state.known.learn(&name, file, bytes, doubt);
            Ok(response)
        }
    }
}

async fn from_store(state: &State, asked: Asked<'_>, file: &File, name: &str) -> Result<Response<Body>, AppError> {
    let found = state.blobs.find(name).await.map_err(away)?.ok_or(AppError::NotFound)?;
    file.of_store(asked, &state.blobs, name, found).await
}

/// A photo before a juror, by its place on the page: neither its name nor its tag is that of the market's photo.
pub async fn blind(
    ctx: Ctx,
    Extension(state): Extension<State>,
    Path((fair, number, name)): Path<(i64, i64, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response<Body>, AppError> {
    let (at, size) = name.split_once('-').ok_or(AppError::NotFound)?;
    let at = at.parse::<usize>().map_err(|_| AppError::NotFound)?;
    let address = fairs::blind_photo(&ctx, FairId(fair), number, at).await?;
    let stored = format!("{address}-{size}");
    let (_, mime) = parse(&stored).ok_or(AppError::NotFound)?;
    let file = File::new(&format!("blind-{fair}-{number}-{name}"), mime, PRIVATE);
    from_store(&state, Asked { method: &method, headers: &headers }, &file, &format!("photos/{stored}")).await
}

/// The picture that stands for a craft where a product has no photo. Drawn once for each craft, at its first use.
pub async fn craft(ctx: Ctx, Path(name): Path<String>, method: Method, headers: HeaderMap) -> Result<Response<Body>, AppError> {
    static DRAWN: Mutex<BTreeMap<String, (File, Bytes)>> = Mutex::new(BTreeMap::new());
    let code = name.strip_suffix(".jpg").ok_or(AppError::NotFound)?.to_owned();
    crafts::crafts(&ctx.db).await?.craft(&code).ok_or(AppError::NotFound)?;
    let kept = || DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    let drawn = kept().get(&code).cloned();
    let (file, bytes) = match drawn {
        Some(drawn) => drawn,
        None => {
            let craft = code.clone();
            // Small, as many stand on one page.
            let draw = move || photos::encode_jpeg(&image::imageops::thumbnail(&pictures::draw(&craft, 1), 320, 240), 50);
            let bytes = Bytes::from(tokio::task::spawn_blocking(draw).await.map_err(unexpected)?.map_err(unexpected)?);
            let drawn = (File::new(&tag_of(&bytes), "image/jpeg", "public, max-age=86400"), bytes);
            kept().insert(code, drawn.clone());
            drawn
        }
    };
    Ok(file.of_bytes(Asked { method: &method, headers: &headers }, &bytes))
}

/// A private document: for its owner, and for staff whose scope holds a case of the family. It may be large, and is read while it
/// is sent.
pub async fn private(
    ctx: Ctx,
    Extension(state): Extension<State>,
    Path(id): Path<i64>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response<Body>, AppError> {
    ctx.actor.person()?;
    let id = MediaId(id);
    let (address, mime, access) = media::document(&ctx, id).await?;
    if access != Access::Own && !document_in_scope(&ctx, id).await? {
        return Err(AppError::NotFound);
    }
    let mime = if mime == "application/pdf" { "application/pdf" } else { "image/jpeg" };
    let mut file = File::new(&address, mime, PRIVATE);
    file.head.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"document\""));
    from_store(&state, Asked { method: &method, headers: &headers }, &file, &format!("documents/{address}")).await
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
