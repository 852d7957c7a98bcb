//! Families and products from CSV files, read row by row. Every bad row is reported with line, column,
//! value and what would be right; good rows are kept, or all or nothing, as chosen.

mod report;
mod rows;

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::path::PathBuf;

use desk::RowProblem;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::history::Event;
use ground::ids::{FamilyId, MediaId};
use market::{catalogue, families};
use people::{crafts, media, place};

pub use self::report::{BadRow, Report, errors_csv};
use self::rows::{Row, family_row, open, photo_of, product_row, sound};
use crate::blobs::Blobs;
use crate::clock;
use crate::trouble::unexpected;

/// Rows of one transaction when good rows are kept.
const ROWS_AT_ONCE: usize = 100;

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Checks and reports only.
    pub dry_run: bool,
    /// One bad row keeps all rows out.
    pub all_or_nothing: bool,
    /// Folder with the photos that the `image` column names.
    pub photos: Option<PathBuf>,
}

/// The files of an import.
pub struct Files<'a> {
    /// Families.
    pub families: Option<Box<dyn Read + Send + 'a>>,
    /// Products.
    pub products: Option<Box<dyn Read + Send + 'a>>,
}

/// Checks and, unless it is a dry run, writes both files. The administrator who does it approves the
/// rows by that act; one row of the audit trail says so.
pub async fn run(ctx: &Ctx, blobs: &Blobs, files: Files<'_>, options: &Options, progress: Progress) -> Result<Report, AppError> {
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let mut report = Report::default();
    let mut batch = Batch::new(ctx, options, progress);
    let mut keys: HashMap<String, FamilyId> = families::import_keys(ctx).await?;
    let mut seen = HashSet::new();
    if let Some(reader) = files.families
        && let Some((mut reader, columns)) = open(reader, "families", &["id", "name_ar", "craft", "municipality_code"], &mut report)
    {
        for record in reader.records() {
            let Some(record) = sound(record, "families", &mut report) else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            let mut row = Row { file: "families", line, columns: &columns, record: &record, errors: Vec::new() };
            let new = family_row(&mut row, &places, &crafts);
            if !seen.insert(format!("f{}", new.import_id)) {
                row.wrong("id", RowProblem::Twice);
            }
            report.rows += 1;
            if report.bad_row(row.errors) {
                continue;
            }
            let id = new.import_id.clone();
            let (key, is_new) = if options.dry_run {
                (keys.get(&id).copied().unwrap_or(FamilyId(-1)), !keys.contains_key(&id))
            } else {
                let tx = batch.tx().await?;
                let (key, is_new) = families::import_family(tx, ctx, new).await?;
                if !is_new {
                    catalogue::follow_family(tx, ctx, key).await?;
                }
                (key, is_new)
            };
            keys.insert(id, key);
            *if is_new { &mut report.families_new } else { &mut report.families_known } += 1;
            batch.row(report.rows).await?;
        }
    }
    let known = catalogue::import_states(ctx).await?;
    if let Some(reader) = files.products
        && let Some((mut reader, columns)) =
            open(reader, "products", &["id", "title_ar", "craft", "price_lyd", "availability", "family_id"], &mut report)
    {
        for record in reader.records() {
            let Some(record) = sound(record, "products", &mut report) else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            let mut row = Row { file: "products", line, columns: &columns, record: &record, errors: Vec::new() };
            let family = keys.get(row.get("family_id")).copied();
            let mut new = product_row(&mut row, &crafts, family);
            if !seen.insert(format!("p{}", new.import_id)) {
                row.wrong("id", RowProblem::Twice);
            }
            let state = known.get(&new.import_id).copied();
            if state.is_some_and(|state| !catalogue::may_import(state)) {
                row.wrong("id", RowProblem::TakenOff);
            }
            let photo = photo_of(&mut row, options.photos.as_deref()).await;
            report.rows += 1;
            if report.bad_row(row.errors) {
                continue;
            }
            let mut is_new = state.is_none();
            if !options.dry_run {
                if let Some(prepared) = photo.filter(|_| is_new) {
                    new.photo = Some(store(batch.tx().await?, ctx, blobs, prepared).await?);
                }
                is_new = catalogue::import_product(batch.tx().await?, ctx, new).await?.1;
            }
            *if is_new { &mut report.products_new } else { &mut report.products_known } += 1;
            batch.row(report.rows).await?;
        }
    }
    report.written = !(options.dry_run || (options.all_or_nothing && report.bad > 0));
    batch.end(&report).await?;
    Ok(report)
}

/// Who watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nobody.
    None,
    /// Someone at a terminal.
    Terminal,
    /// The page of a job.
    Job(i64),
}

/// Writes rows in transactions of a hundred, or in one.
struct Batch<'a> {
    ctx: &'a Ctx,
    options: &'a Options,
    progress: Progress,
    tx: Option<Tx>,
    rows: usize,
}

impl<'a> Batch<'a> {
    fn new(ctx: &'a Ctx, options: &'a Options, progress: Progress) -> Self {
        Self { ctx, options, progress, tx: None, rows: 0 }
    }

    async fn tx(&mut self) -> Result<&Tx, AppError> {
        if self.tx.is_none() {
            self.tx = Some(self.ctx.begin().await?);
        }
        self.tx.as_ref().ok_or_else(|| unexpected("no transaction"))
    }

    async fn row(&mut self, read: u64) -> Result<(), AppError> {
        self.rows += 1;
        if !self.rows.is_multiple_of(ROWS_AT_ONCE) {
            return Ok(());
        }
        if !self.options.all_or_nothing
            && let Some(tx) = self.tx.take()
        {
            tx.commit().await?;
        }
        match self.progress {
            Progress::Terminal => {
                let _ = writeln!(std::io::stderr(), "{read} rows");
            }
            // While one transaction holds all rows, no other can say how far it is.
            Progress::Job(id) if self.tx.is_none() => desk::import_progress(&self.ctx.db, clock::now(), id, read).await?,
            Progress::Job(_) | Progress::None => {}
        }
        Ok(())
    }

    async fn end(mut self, report: &Report) -> Result<(), AppError> {
        if !report.written {
            // Dropping undoes what a run of all or nothing has done so far.
            return Ok(());
        }
        let details = format!(
            "families {} new {} known, products {} new {} known, {} bad rows; approved by this act",
            report.families_new, report.families_known, report.products_new, report.products_known, report.bad
        );
        let ctx = self.ctx;
        let tx = self.tx().await?;
        // Known families may have another name or story now.
        tx.public_changed().await?;
        tx.record(ctx, Event { act: "import", subject_kind: "import", subject_id: 0, details }).await?;
        match self.tx.take() {
            Some(tx) => Ok(tx.commit().await?),
            None => Ok(()),
        }
    }
}

async fn store(tx: &Tx, ctx: &Ctx, blobs: &Blobs, prepared: photos::Prepared) -> Result<MediaId, AppError> {
    for (name, bytes) in prepared.files {
        blobs.put(&name, bytes).await.map_err(unexpected)?;
    }
    media::add(tx, ctx, None, prepared.media).await
}
