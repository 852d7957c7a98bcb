//! Rows are written together, in transactions of a hundred or in one, and who watches is told how far it is.

use std::io::Write;

use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::history::Event;

use super::input::Options;
use super::report::Report;
use crate::clock;
use crate::trouble::unexpected;

/// Rows of one transaction when good rows are kept.
const ROWS_AT_ONCE: usize = 100;

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
pub(super) struct Batch<'a> {
    ctx: &'a Ctx,
    options: &'a Options,
    progress: Progress,
    tx: Option<Tx>,
    rows: usize,
}

impl<'a> Batch<'a> {
    pub(super) fn new(ctx: &'a Ctx, options: &'a Options, progress: Progress) -> Self {
        Self { ctx, options, progress, tx: None, rows: 0 }
    }

    pub(super) async fn tx(&mut self) -> Result<&Tx, AppError> {
        if self.tx.is_none() {
            self.tx = Some(self.ctx.begin().await?);
        }
        self.tx.as_ref().ok_or_else(|| unexpected("no transaction"))
    }

    pub(super) async fn row(&mut self, read: u64) -> Result<(), AppError> {
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

    pub(super) async fn end(mut self, report: &Report) -> Result<(), AppError> {
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
        tx.record(ctx, Event { act: "import", subject_kind: "import", subject_id: 0, details }).await?;
        match self.tx.take() {
            Some(tx) => Ok(tx.commit().await?),
            None => Ok(()),
        }
    }
}
