//! Importing at the desk: the files are checked first, wait in the store, and are written by the worker on a yes.

use std::fs::File;
use std::io::{Read, Seek};

use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use desk::{CheckedFiles, ImportError, ImportResult, ImportWarning, Job, JobState};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Filled, Form};
use ground::route::{Access, Answer, Entry, get, post, see_other};
use ground::text;
use ground::texts::Locale;

use crate::assets::unpacked;
use crate::import::{self, Files, Options, Progress, Report, Told};
use crate::state::State;
use crate::trouble::{away, unexpected};
use crate::uploads::{NotArrived, arriving};

const ADMIN: Access = Access::Staff(&[Role::Administrator]);
const RELEASE: Access = Access::Staff(desk::RELEASERS);
/// Largest file, in bytes: some hundred thousand rows.
pub const MOST_BYTES: usize = 60 * 1024 * 1024;
/// Bad rows that the page shows; the report holds all.
const SHOWN: usize = 100;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/desk/import", RELEASE, form).room(10, desk::texts::desk::import),
        post("/desk/import", ADMIN, check),
        get("/desk/import/samples/{name}", ADMIN, sample),
        get("/desk/import/{job}", RELEASE, job),
        post("/desk/import/{job}", RELEASE, confirm),
        get("/desk/import/{job}/report.csv", RELEASE, report),
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
        "families.csv" => unpacked!("sample-families.csv"),
        "products.csv" => unpacked!("sample-products.csv"),
        _ => return Err(AppError::NotFound),
    };
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    let marked = ["\u{feff}".as_bytes(), &csv[..]].concat();
    Ok((headers, [(header::CONTENT_DISPOSITION, "attachment")], marked).into_response())
}

/// What a form sent: its texts, and the files in the order in which they came.
type Received = (Form, Vec<(&'static str, File)>);

async fn received(state: &State, ctx: &Ctx, form: Result<Multipart, MultipartRejection>) -> Result<Received, AppError> {
    let mut form = form.map_err(|_| FieldErrors::one("families", Problem::Required))?;
    let _place = state.uploads.place(ctx.actor.person()?.id).await?;
    let (mut texts, mut files) = (Form::default(), Vec::new());
    while let Some(mut part) = form.next_field().await.map_err(|_| FieldErrors::one("families", desk::NOT_A_TABLE))? {
        let name = match part.name() {
            Some("families") => "families",
            Some("products") => "products",
            Some("all_or_nothing") => "all_or_nothing",
            _ => continue,
        };
        let called = text::clean_line(part.file_name().unwrap_or_default()).chars().take(100).collect::<String>();
        let (file, bytes) = arriving(state, &mut part, MOST_BYTES).await.map_err(|why| match why {
            NotArrived::TooLarge => FieldErrors::one(name, Problem::FileTooBig(MOST_BYTES / 1024 / 1024)).into(),
            NotArrived::Broken => FieldErrors::one(name, desk::NOT_A_TABLE).into(),
            NotArrived::NoRoom(error) => away(error),
        })?;
        match name {
            "all_or_nothing" => texts.set(name, "yes"),
            _ if bytes == 0 => {}
            _ => {
                texts.add("file", called);
                files.push((name, file));
            }
        }
    }
    if files.is_empty() { Err(FieldErrors::one("families", Problem::Required).into()) } else { Ok((texts, files)) }
}

async fn check(ctx: Ctx, Extension(state): Extension<State>, form: Result<Multipart, MultipartRejection>) -> Answer {
    let (texts, files) = match received(&state, &ctx, form).await {
        Ok(received) => received,
        Err(AppError::Invalid(errors)) => return form_again(&ctx, &Filled::wrong(Form::default(), errors)).await,
        Err(error) => return Err(error),
    };
    let token = format!("{:032x}", rand::random::<u128>());
    for (name, mut file) in files {
        // One after the other in memory.
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            file.rewind()?;
            file.read_to_end(&mut bytes).map(|_| Bytes::from(bytes))
        });
        let bytes = read.await.map_err(unexpected)?.map_err(away)?;
        let looked = bytes.clone();
        let unreadable = tokio::task::spawn_blocking(move || import::unreadable(&looked)).await.map_err(unexpected)?;
        if unreadable.is_some() {
            let errors = FieldErrors::one(name, desk::NOT_A_TABLE);
            return form_again(&ctx, &Filled::wrong(Form::default(), errors)).await;
        }
        state.blobs.put(&format!("imports/{token}-{name}.csv"), bytes).await.map_err(away)?;
    }
    let all_or_nothing = !texts.get("all_or_nothing").is_empty();
    let options = Options { dry_run: true, all_or_nothing, photos: None };
    let found = import::run(&ctx, &state.blobs, files_of(&state, &token).await?, &options, Progress::None).await?;
    let json = serde_json::to_string(&found).map_err(unexpected)?;
    let called: Vec<&str> = texts.all("file").collect();
    let files = CheckedFiles { token, all_or_nothing, rows: found.rows, report: json, files: called.join(" · ") };
    let job = desk::begin_import(&ctx, files).await?;
    Ok(see_other(ctx.link(&format!("/desk/import/{job}"))))
}

/// The files of a job in the store.
async fn files_of(state: &State, token: &str) -> Result<Files, AppError> {
    let read = async |name: &str| state.blobs.get(&format!("imports/{token}-{name}.csv")).await.map_err(away);
    let files = Files { families: read("families").await?, products: read("products").await? };
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
    let warnings = done.looks.iter().take(SHOWN).map(|look| ImportWarning {
        file: look.file.clone(),
        line: look.line,
        column: look.column.clone(),
        was: look.was.clone(),
        now: look.now.clone(),
        words: look.why.words(ctx.l),
    });
    let result = ImportResult {
        counts: [done.families_new, done.families_known, done.products_new, done.products_known, done.bad],
        held: done.held,
        errors: errors.collect(),
        warnings: warnings.collect(),
        may_release: desk::may_release(&ctx, &job).is_ok(),
        job: id,
        all_or_nothing: job.all_or_nothing,
        told: done.told.iter().map(|told| how_read(ctx.l, told)).collect(),
        written: written && done.written,
    };
    Ok(desk::import_result(&ctx, &result).respond(&ctx))
}

/// How a file was read, in words.
fn how_read(l: Locale, told: &Told) -> String {
    let separator = told.separator.map(|mark| if mark == '\t' { "TAB".to_owned() } else { mark.to_string() });
    desk::how_read(
        l,
        &desk::HowRead {
            file: &told.file,
            letters: told.letters.as_deref(),
            separator: separator.as_deref(),
            decimal_comma: told.decimal_comma,
            month_first: told.month_first,
        },
    )
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
