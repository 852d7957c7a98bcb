//! Development aids: the mails that would have left.

use std::sync::LazyLock;

use axum::Extension;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use ground::error::AppError;

use crate::config::MailTo;
use crate::state::State;

async fn names(state: &State) -> Vec<String> {
    let MailTo::Folder(folder) = &state.config.mail else { return Vec::new() };
    let mut names = Vec::new();
    if let Ok(mut entries) = tokio::fs::read_dir(folder).await {
        while let Ok(Some(entry)) = entries.next_entry().await {
            let modified = entry.metadata().await.and_then(|meta| meta.modified()).ok();
            names.push((modified, entry.file_name().to_string_lossy().into_owned()));
        }
    }
    names.sort();
    names.into_iter().rev().map(|(_, name)| name).take(100).collect()
}

/// A list of mails, newest first.
pub async fn mails(Extension(state): Extension<State>) -> Html<String> {
    let items: String = names(&state).await.iter().map(|name| format!("<li><a href=\"/dev/mail/{name}\">{name}</a></li>")).collect();
    Html(format!("<!DOCTYPE html><meta charset=utf-8><title>mail</title><ul>{items}</ul>"))
}

/// One mail as it would have been sent.
pub async fn mail(Extension(state): Extension<State>, Path(name): Path<String>) -> Result<Response, AppError> {
    let MailTo::Folder(folder) = &state.config.mail else { return Err(AppError::NotFound) };
    if !names(&state).await.contains(&name) {
        return Err(AppError::NotFound);
    }
    let text = tokio::fs::read_to_string(folder.join(&name)).await.map_err(|_| AppError::NotFound)?;
    Ok(if name.ends_with(".html") { Html(text).into_response() } else { text.into_response() })
}

/// When this process began, for pages that load themselves anew after a rebuild.
pub async fn started() -> String {
    static STARTED: LazyLock<String> = LazyLock::new(|| format!("{:08x}", rand::random::<u32>()));
    STARTED.clone()
}

/// Loads the page anew once another process answers. `make dev` puts it on every page.
pub async fn reload_script() -> impl IntoResponse {
    const SCRIPT: &str = "let known; setInterval(async () => { try { \
        const now = await (await fetch('/dev/started')).text(); if (known && known !== now) location.reload(); known = now; } catch {} }, 1000);";
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)
}
