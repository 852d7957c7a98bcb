//! Families and products from files on this machine.

use std::path::PathBuf;
use std::process::ExitCode;

use bytes::Bytes;
use ground::ctx::Ctx;
use ground::texts::Locale;
use server::blobs::Blobs;
use server::import::{self, Files, Options, Progress};

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
    for told in &report.told {
        let letters = told.letters.as_deref().unwrap_or("a workbook");
        let separator = told.separator.map(|mark| format!(", parted by {mark:?}")).unwrap_or_default();
        let comma = if told.decimal_comma { ", comma before decimals" } else { "" };
        let month = if told.month_first { ", month first" } else { "" };
        say(&format!("{}: {letters}{separator}{comma}{month}", told.file));
    }
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

fn open(path: Option<PathBuf>) -> Result<Option<Bytes>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(Bytes::from(bytes)))
}
