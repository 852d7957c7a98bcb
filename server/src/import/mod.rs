//! Families and products from files of tables, read row by row. Every bad row is reported with line, column,
//! value and what would be right; good rows are kept, or all or nothing, as chosen.

mod batch;
mod input;
mod report;
mod rows;
mod sheet;

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use desk::RowProblem;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{FamilyId, MediaId};
use market::catalogue::{self, ImportedProduct, ProductState};
use market::families::{self, Imported, Registered};
use people::crafts::{self, Crafts};
use people::media;
use people::place::{self, Places};
use photos::Prepared;

use self::batch::Batch;
pub use self::batch::Progress;
pub use self::input::{Files, Options};
pub use self::report::{BadRow, Look, Report, errors_csv};
use self::rows::{Row, family_row, otherwise, photo_of, product_row, strange_price, without_zeros};
use self::sheet::Sheet;
pub use self::sheet::Told;
use crate::blobs::Blobs;
use crate::trouble::unexpected;

/// Checks and, unless it is a dry run, writes both files. The administrator who does it approves the
/// rows by that act; one row of the audit trail says so.
pub async fn run(ctx: &Ctx, blobs: &Blobs, files: Files, options: &Options, progress: Progress) -> Result<Report, AppError> {
    let crafts = crafts::crafts(&ctx.db).await?;
    let mut import = Import {
        ctx,
        blobs,
        options,
        batch: Batch::new(ctx, options, progress),
        keys: families::import_keys(ctx).await?,
        registered: families::import_registered(ctx).await?,
        left: families::import_left(ctx).await?,
        bad_families: HashSet::new(),
        seen: HashSet::new(),
        report: Report::default(),
    };
    if let Some(file) = files.families {
        let places = place::places(&ctx.db).await?;
        import.families(&file, &places, &crafts).await?;
    }
    if let Some(file) = files.products {
        import.products(&file, &crafts).await?;
    }
    let Import { batch, mut report, .. } = import;
    report.written = !(options.dry_run || (options.all_or_nothing && report.bad > 0));
    batch.end(&report).await?;
    Ok(report)
}

const FAMILY_COLUMNS: [&str; 4] = ["id", "name_ar", "craft", "municipality_code"];
const PRODUCT_COLUMNS: [&str; 6] = ["id", "title_ar", "craft", "price_lyd", "availability", "family_id"];

/// What keeps a file from being read at all; nothing if it can be.
pub fn unreadable(bytes: &Bytes) -> Option<RowProblem> {
    Sheet::open("", bytes, &[]).err()
}

/// One run over the files, with what it knows of the rows before.
struct Import<'a> {
    ctx: &'a Ctx,
    blobs: &'a Blobs,
    options: &'a Options,
    batch: Batch<'a>,
    /// Families by the id that their file gives them, those of this run too.
    keys: HashMap<String, FamilyId>,
    /// What is registered of those that were there before.
    registered: HashMap<String, Registered>,
    /// Families of this run whose row is bad: their products wait, and are no mistakes of their own.
    bad_families: HashSet<String>,
    /// Of these, families that have left.
    left: HashSet<String>,
    /// Ids of rows that were read: `f…` of families, `p…` of products.
    seen: HashSet<String>,
    report: Report,
}

impl Import<'_> {
    /// A file with its heading; a column that is missing is reported, with those that are there, and nothing is read.
    async fn open(&mut self, name: &'static str, file: &Bytes, needed: &'static [&'static str]) -> Result<Option<Sheet>, AppError> {
        // It is read as a whole, which takes its time.
        let bytes = file.clone();
        let opened = tokio::task::spawn_blocking(move || Sheet::open(name, &bytes, needed)).await.map_err(unexpected)?;
        let mut broken = |column: &str, value: String, problem| {
            self.report.broken(BadRow { file: name.to_owned(), line: 1, column: column.to_owned(), value, problem });
        };
        let sheet = match opened {
            Ok(sheet) => sheet,
            Err(problem) => {
                broken("", String::new(), problem);
                return Ok(None);
            }
        };
        let missing: Vec<&str> = needed.iter().filter(|column| !sheet.columns.contains_key(**column)).copied().collect();
        for column in &missing {
            broken(column, sheet.heading.chars().take(200).collect(), RowProblem::NoSuchColumn);
        }
        self.report.told.push(sheet.told.clone());
        Ok(missing.is_empty().then_some(sheet))
    }

    async fn families(&mut self, file: &Bytes, places: &Places, crafts: &Crafts) -> Result<(), AppError> {
        let Some(sheet) = self.open("families", file, &FAMILY_COLUMNS).await? else { return Ok(()) };
        let (told, columns) = (sheet.told.clone(), sheet.columns.clone());
        let zeros = without_zeros(self.keys.keys());
        for record in sheet.rows() {
            let mut row = Row::new(&told, &columns, &record);
            let new = family_row(&mut row, places, crafts);
            if !self.seen.insert(format!("f{}", new.import_id)) {
                row.wrong("id", RowProblem::Twice);
            }
            if self.left.contains(&new.import_id) {
                row.wrong("id", RowProblem::Left);
            }
            if let Some(known) = zeros.get(&new.import_id).filter(|_| !self.keys.contains_key(&new.import_id)) {
                row.wrong("id", RowProblem::LostZeros(known.clone()));
            }
            self.report.rows += 1;
            let looks = self.registered.get(&new.import_id).map(|now| otherwise(&row, &new, now)).unwrap_or_default();
            if self.report.bad_row(row.errors) {
                self.bad_families.insert(new.import_id);
                continue;
            }
            looks.into_iter().for_each(|look| self.report.look(look));
            self.family(new).await?;
            self.batch.row(self.report.rows).await?;
        }
        Ok(())
    }

    /// Writes a family, or only counts it.
    async fn family(&mut self, new: Imported) -> Result<(), AppError> {
        let id = new.import_id.clone();
        let (key, is_new) = if self.options.dry_run {
            (self.keys.get(&id).copied().unwrap_or(FamilyId(-1)), !self.keys.contains_key(&id))
        } else {
            let tx = self.batch.tx().await?;
            families::import_family(tx, self.ctx, new).await?
        };
        self.keys.insert(id, key);
        *if is_new { &mut self.report.families_new } else { &mut self.report.families_known } += 1;
        Ok(())
    }

    async fn products(&mut self, file: &Bytes, crafts: &Crafts) -> Result<(), AppError> {
        let known = catalogue::import_states(self.ctx).await?;
        let (prices, zeros) = (catalogue::import_prices(self.ctx).await?, without_zeros(known.keys()));
        let Some(sheet) = self.open("products", file, &PRODUCT_COLUMNS).await? else { return Ok(()) };
        let (told, columns) = (sheet.told.clone(), sheet.columns.clone());
        for record in sheet.rows() {
            let mut row = Row::new(&told, &columns, &record);
            let waits = self.waits(row.get("family_id"));
            let family = self.keys.get(row.get("family_id")).copied().or(waits.then_some(FamilyId(-1)));
            let new = product_row(&mut row, crafts, family);
            if !self.seen.insert(format!("p{}", new.import_id)) {
                row.wrong("id", RowProblem::Twice);
            }
            if self.left.contains(row.get("family_id")) {
                row.wrong("family_id", RowProblem::Left);
            }
            let state = known.get(&new.import_id).copied();
            if state.is_some_and(|state| !catalogue::may_import(state)) {
                row.wrong("id", RowProblem::TakenOff);
            }
            if let Some(known) = zeros.get(&new.import_id).filter(|_| state.is_none()) {
                row.wrong("id", RowProblem::LostZeros(known.clone()));
            }
            let photo = photo_of(&mut row, self.options.photos.as_deref()).await;
            self.report.rows += 1;
            let look = strange_price(&row, &new, &prices);
            if self.report.bad_row(row.errors) {
                continue;
            }
            if waits {
                self.report.held += 1;
                continue;
            }
            look.into_iter().for_each(|look| self.report.look(look));
            self.product(new, photo, state).await?;
            self.batch.row(self.report.rows).await?;
        }
        Ok(())
    }

    /// Whether a product's family stands in the file, in a row that has to be mended first.
    fn waits(&self, family: &str) -> bool {
        self.bad_families.contains(family) && !self.left.contains(family) && !self.keys.contains_key(family)
    }

    /// Writes a product, or only counts it. The photo of a known one is left as it is.
    async fn product(&mut self, mut new: ImportedProduct, photo: Option<Prepared>, known: Option<ProductState>) -> Result<(), AppError> {
        let mut is_new = known.is_none();
        if !self.options.dry_run {
            if let Some(prepared) = photo.filter(|_| is_new) {
                new.photo = Some(store(self.batch.tx().await?, self.ctx, self.blobs, prepared).await?);
            }
            is_new = catalogue::import_product(self.batch.tx().await?, self.ctx, new).await?.1;
        }
        *if is_new { &mut self.report.products_new } else { &mut self.report.products_known } += 1;
        Ok(())
    }
}

async fn store(tx: &Tx, ctx: &Ctx, blobs: &Blobs, prepared: Prepared) -> Result<MediaId, AppError> {
    for (name, bytes) in prepared.files {
        blobs.put(&name, bytes).await.map_err(unexpected)?;
    }
    media::add(tx, ctx, None, prepared.media).await
}
