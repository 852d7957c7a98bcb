//! Importing at the desk: the files are checked first, wait in the store, and are written by the worker on a yes.

use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::http::header;
use axum::response::IntoResponse;
use bytes::{Bytes, BytesMut};
use desk::{CheckedFiles, ImportError, ImportResult, Job, JobState};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Filled, Form};
use ground::route::{Access, Answer, Entry, get, post, see_other};

use crate::import::{self, Files, Options, Progress, Report};
use crate::state::State;
use crate::trouble::{away, unexpected};

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
        get("/desk/import/samples/{name}", ADMIN, sample),
        get("/desk/import/{job}", ADMIN, job),
        post("/desk/import/{job}", ADMIN, confirm),
        get("/desk/import/{job}/report.csv", ADMIN, report),
    ]
}

async fn form(ctx: Ctx) -> Answer {
    form_again(&ctx, &Filled::default()).await
}

async fn form_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let page = desk::import_form(ctx, filled, &desk::import_jobs(ctx).await?);
    Ok(page.answering(filled).respond(ctx))
}

/// A sample of a file, with the columns that it has.
async fn sample(Path((_, name)): Path<(String, String)>) -> Answer {
    let csv = match name.as_str() {
        "families.csv" => include_str!("../../assets/samples/sample-families.csv"),
        "products.csv" => include_str!("../../assets/samples/sample-products.csv"),
        _ => return Err(AppError::NotFound),
    };
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment")];
    Ok((headers, csv).into_response())
}

async fn received(form: Result<Multipart, MultipartRejection>) -> Result<(Form, Vec<(&'static str, Bytes)>), AppError> {
    let broken = |_| AppError::Invalid(FieldErrors::one("families", desk::NOT_CSV));
    let mut form = form.map_err(|_| FieldErrors::one("families", Problem::Required))?;
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
            // A workbook, or another packed or binary file.
            _ if bytes.starts_with(b"PK") || bytes.iter().take(1_024).any(|byte| *byte == 0) => {
                return Err(FieldErrors::one(name, desk::NOT_CSV).into());
            }
            _ if !bytes.is_empty() => files.push((name, bytes.freeze())),
            _ => {}
        }
    }
    if files.is_empty() { Err(FieldErrors::one("families", Problem::Required).into()) } else { Ok((texts, files)) }
}

async fn check(ctx: Ctx, Extension(state): Extension<State>, form: Result<Multipart, MultipartRejection>) -> Answer {
    let (texts, files) = match received(form).await {
        Ok(received) => received,
        Err(AppError::Invalid(errors)) => return form_again(&ctx, &Filled::wrong(Form::default(), errors)).await,
        Err(error) => return Err(error),
    };
    let token = format!("{:032x}", rand::random::<u128>());
    for (name, bytes) in &files {
        state.blobs.put(&format!("imports/{token}-{name}.csv"), bytes.clone()).await.map_err(away)?;
    }
    let all_or_nothing = !texts.get("all_or_nothing").is_empty();
    let options = Options { dry_run: true, all_or_nothing, photos: None };
    let found = import::run(&ctx, &state.blobs, files_of(&state, &token).await?, &options, Progress::None).await?;
    let json = serde_json::to_string(&found).map_err(unexpected)?;
    let files = CheckedFiles { token, all_or_nothing, rows: found.rows, report: json };
    let job = desk::begin_import(&ctx, files).await?;
    Ok(see_other(ctx.link(&format!("/desk/import/{job}"))))
}

/// Readers over the files of a job in the store.
async fn files_of(state: &State, token: &str) -> Result<Files<'static>, AppError> {
    let read = async |name: &str| state.blobs.get(&format!("imports/{token}-{name}.csv")).await.map_err(away);
    let reader = |bytes: Option<Bytes>| bytes.map(|bytes| Box::new(std::io::Cursor::new(bytes)) as Box<dyn std::io::Read + Send>);
    let files = Files { families: reader(read("families").await?), products: reader(read("products").await?) };
    if files.families.is_none() && files.products.is_none() { Err(AppError::NotFound) } else { Ok(files) }
}

/// Writes a confirmed job; gives its report. All or nothing is checked as a whole first, with progress, and then written in
/// one transaction, which has none.
pub async fn write(ctx: &Ctx, state: &State, job: &Job) -> Result<String, AppError> {
    let progress = Progress::Job(job.id);
    if job.all_or_nothing {
        let options = Options { dry_run: true, all_or_nothing: true, photos: None };
        let found = import::run(ctx, &state.blobs, files_of(state, &job.token).await?, &options, progress).await?;
        if found.bad > 0 {
            return serde_json::to_string(&found).map_err(unexpected);
        }
    }
    let options = Options { dry_run: false, all_or_nothing: job.all_or_nothing, photos: None };
    let report = import::run(ctx, &state.blobs, files_of(state, &job.token).await?, &options, progress).await?;
    serde_json::to_string(&report).map_err(unexpected)
}

/// The files of a job hold personal data and go when its work is over.
pub async fn erase(state: &State, token: &str) -> Result<(), AppError> {
    for name in ["families", "products"] {
        state.blobs.delete(&format!("imports/{token}-{name}.csv")).await.map_err(away)?;
    }
    Ok(())
}

async fn confirm(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    desk::confirm_import(&ctx, id).await?;
    Ok(see_other(ctx.link(&format!("/desk/import/{id}"))))
}

fn report_of(job: &Job) -> Result<Report, AppError> {
    serde_json::from_str(&job.report).map_err(unexpected)
}

async fn job(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let job = desk::import_job(&ctx, id).await?;
    let written = match job.state {
        JobState::Checked => false,
        JobState::Done => true,
        JobState::Queued | JobState::Running => return Ok(desk::import_running(&ctx, &job).respond(&ctx)),
        JobState::Failed => return Ok(desk::import_failed(&ctx, &job).respond(&ctx)),
    };
    let done = report_of(&job)?;
    let errors = done.errors.iter().take(SHOWN).map(|error| ImportError {
        file: error.file.clone(),
        line: error.line,
        column: error.column.clone(),
        value: error.value.clone(),
        right: error.problem.right(ctx.l),
    });
    let result = ImportResult {
        counts: [done.families_new, done.families_known, done.products_new, done.products_known, done.bad],
        errors: errors.collect(),
        job: id,
        all_or_nothing: job.all_or_nothing,
        written: written && done.written,
    };
    Ok(desk::import_result(&ctx, &result).respond(&ctx))
}

async fn report(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let job = desk::import_job(&ctx, id).await?;
    if !matches!(job.state, JobState::Checked | JobState::Done) {
        return Err(AppError::NotFound);
    }
    let csv = import::errors_csv(ctx.l, &report_of(&job)?)?;
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, [(header::CONTENT_DISPOSITION, "attachment; filename=\"report.csv\"")], csv).into_response())
}
