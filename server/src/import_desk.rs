//! Importing at the desk: the files are checked first, wait in the store, and are written on a yes.

use app::actor::Role;
use app::ctx::Ctx;
use app::desk::{self, ImportError, ImportResult};
use app::error::{AppError, FieldErrors, Incident, Problem};
use app::form::{Filled, Form};
use app::route::{Access, Answer, Entry, get, post};
use axum::Extension;
use axum::extract::{Multipart, Path};
use axum::http::header;
use axum::response::IntoResponse;
use bytes::{Bytes, BytesMut};

use crate::import::{self, Files, Options, Report};
use crate::state::State;

const ADMIN: Access = Access::Staff(&[Role::Administrator]);
/// Largest file: some hundred thousand rows.
const MOST_BYTES: usize = 60 * 1024 * 1024;
/// Bad rows that the page shows; the report holds all.
const SHOWN: usize = 100;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/desk/import", ADMIN, form),
        post("/desk/import", ADMIN, check),
        post("/desk/import/confirm", ADMIN, confirm),
        get("/desk/import/{token}/report.csv", ADMIN, report),
    ]
}

fn unexpected(error: impl std::fmt::Display) -> AppError {
    AppError::Unexpected(Incident::log(&error))
}

async fn form(ctx: Ctx) -> Answer {
    Ok(desk::import_form(&ctx, &Filled::default()).respond(&ctx))
}

async fn received(mut form: Multipart) -> Result<(Form, Vec<(&'static str, Bytes)>), AppError> {
    let broken = |_| AppError::Invalid(FieldErrors::one("families", Problem::NotADocument));
    let (mut texts, mut files) = (Form::default(), Vec::new());
    while let Some(mut part) = form.next_field().await.map_err(broken)? {
        let name = match part.name() {
            Some("families") => "families",
            Some("products") => "products",
            Some("all_or_nothing") => "all_or_nothing",
            _ => continue,
        };
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err(FieldErrors::one(name, Problem::FileTooBig(MOST_BYTES / 1024 / 1024)).into());
            }
            bytes.extend_from_slice(&chunk);
        }
        match name {
            "all_or_nothing" => texts.set(name, "yes"),
            _ if !bytes.is_empty() => files.push((name, bytes.freeze())),
            _ => {}
        }
    }
    if files.is_empty() { Err(FieldErrors::one("families", Problem::Required).into()) } else { Ok((texts, files)) }
}

async fn check(ctx: Ctx, Extension(state): Extension<State>, form: Multipart) -> Answer {
    let (texts, files) = match received(form).await {
        Ok(received) => received,
        Err(AppError::Invalid(errors)) => {
            let filled = Filled { form: Form::default(), errors };
            return Ok(desk::import_form(&ctx, &filled).unprocessable().respond(&ctx));
        }
        Err(error) => return Err(error),
    };
    let token = format!("{:032x}", rand::random::<u128>());
    for (name, bytes) in &files {
        state.blobs.put(&format!("imports/{token}-{name}.csv"), bytes.clone()).await.map_err(unexpected)?;
    }
    let options = Options { dry_run: true, all_or_nothing: !texts.get("all_or_nothing").is_empty(), photos: None };
    finish(&ctx, &state, token, options).await
}

async fn confirm(ctx: Ctx, Extension(state): Extension<State>, form: Form) -> Answer {
    let token = form.get("token").to_owned();
    let options = Options { dry_run: false, all_or_nothing: !form.get("all_or_nothing").is_empty(), photos: None };
    finish(&ctx, &state, token, options).await
}

/// Tokens are hexadecimal: nothing else of the store can be named by one.
fn sound(token: &str) -> Result<(), AppError> {
    let hex = token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit());
    if hex { Ok(()) } else { Err(AppError::NotFound) }
}

async fn finish(ctx: &Ctx, state: &State, token: String, options: Options) -> Answer {
    sound(&token)?;
    let read = async |name: &str| state.blobs.get(&format!("imports/{token}-{name}.csv")).await.map_err(unexpected);
    let (families, products) = (read("families").await?, read("products").await?);
    if families.is_none() && products.is_none() {
        return Err(AppError::NotFound);
    }
    let reader = |bytes: Option<Bytes>| bytes.map(|bytes| Box::new(std::io::Cursor::new(bytes)) as Box<dyn std::io::Read + Send>);
    let files = Files { families: reader(families), products: reader(products) };
    let done: Report = import::run(ctx, &state.blobs, files, &options, |_| {}).await?;
    let csv = import::errors_csv(&done)?;
    state.blobs.put(&format!("imports/{token}-report.csv"), Bytes::from(csv)).await.map_err(unexpected)?;
    let errors = done.errors.iter().take(SHOWN).map(|error| ImportError {
        file: error.file.to_owned(),
        line: error.line,
        column: error.column.clone(),
        value: error.value.clone(),
        right: error.right.clone(),
    });
    let result = ImportResult {
        counts: [done.families_new, done.families_known, done.products_new, done.products_known, done.bad],
        errors: errors.collect(),
        token,
        all_or_nothing: options.all_or_nothing,
        written: done.written,
    };
    Ok(desk::import_result(ctx, &result).respond(ctx))
}

async fn report(_: Ctx, Extension(state): Extension<State>, Path((_, token)): Path<(String, String)>) -> Answer {
    sound(&token)?;
    let found = state.blobs.get(&format!("imports/{token}-report.csv")).await.map_err(unexpected)?.ok_or(AppError::NotFound)?;
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, [(header::CONTENT_DISPOSITION, "attachment; filename=\"report.csv\"")], found).into_response())
}
