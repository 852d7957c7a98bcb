//! Families and products from files on this machine.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use ground::ctx::Ctx;
use ground::texts::Locale;
use server::blobs::Blobs;
use server::import::{self, Files, Options, Progress, Source};

use super::terminal::{Failure, say, words};

/// Imports them and says what was found. Fails when a row was bad, though others may have been written.
pub async fn import_files(
    ctx: &Ctx,
    blobs: &Blobs,
    families: Option<PathBuf>,
    products: Option<PathBuf>,
    options: &Options,
) -> Result<ExitCode, Failure> {
    let files = Files { families: open(families)?, products: open(products)? };
    let report = import::run(ctx, blobs, files, options, Progress::Terminal).await.map_err(words)?;
    for error in &report.errors {
        say(&format!(
            "{} line {} column {}: {:?} — {}",
            error.file,
            error.line,
            error.column,
            error.value,
            error.problem.right(Locale::En)
        ));
    }
    let verb = if report.written { "written" } else { "would be written" };
    say(&format!(
        "{verb}: families {} new, {} known; products {} new, {} known; {} bad rows",
        report.families_new, report.families_known, report.products_new, report.products_known, report.bad
    ));
    Ok(if report.bad > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn open(path: Option<PathBuf>) -> Result<Option<Source<'static>>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let file = File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(Box::new(BufReader::new(file))))
}
