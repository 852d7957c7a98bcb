//! Families and products from CSV files, read row by row. Every bad row is reported with line, column,
//! value and what would be right; good rows are kept, or all or nothing, as chosen.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use app::catalogue::{self, Availability, ImportedProduct};
use app::ctx::Ctx;
use app::db::Tx;
use app::error::AppError;
use app::families::{self, Imported};
use app::history::Event;
use app::ids::{FamilyId, MediaId};
use app::media;
use app::money::Money;
use app::place::{Places, find_by_name};
use app::{crafts, desk, place, text};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::blobs::Blobs;
use crate::trouble::unexpected;
use crate::{clock, photos};

/// Rows of one transaction when good rows are kept.
const ROWS_AT_ONCE: usize = 100;
/// Longest report of bad rows; more are only counted.
const MOST_ERRORS: usize = 1_000;

/// A row that was not taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BadRow {
    /// `families` or `products`.
    pub file: String,
    /// Line in the file; the heading is line 1.
    pub line: u64,
    /// Column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What would be right.
    pub right: String,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// Rows that were read.
    pub rows: u64,
    /// Families that are new.
    pub families_new: u64,
    /// Families that were there.
    pub families_known: u64,
    /// Products that are new.
    pub products_new: u64,
    /// Products that were there.
    pub products_known: u64,
    /// Bad rows, at most a thousand.
    pub errors: Vec<BadRow>,
    /// All bad rows.
    pub bad: u64,
    /// Whether anything was written.
    pub written: bool,
}

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

/// A row by column name, with the problems found in it.
struct Row<'a> {
    file: &'static str,
    line: u64,
    columns: &'a HashMap<String, usize>,
    record: &'a csv::StringRecord,
    errors: Vec<BadRow>,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or("").trim()
    }

    fn wrong(&mut self, column: &str, right: &str) {
        let value: String = self.get(column).chars().take(80).collect();
        self.errors.push(BadRow { file: self.file.to_owned(), line: self.line, column: column.to_owned(), value, right: right.to_owned() });
    }

    fn needed(&mut self, column: &str, most: usize) -> String {
        let value = text::clean(self.get(column));
        if value.is_empty() {
            self.wrong(column, "يجب أن يُملأ / must not be empty");
        } else if value.chars().count() > most {
            self.wrong(column, &format!("{most} حرفًا على الأكثر / at most {most} characters"));
        }
        value
    }

    fn number(&mut self, column: &str, most: i64) -> i64 {
        let typed = text::latin_digits(self.get(column));
        match typed.parse::<i64>() {
            _ if typed.is_empty() => 0,
            Ok(n) if (0..=most).contains(&n) => n,
            _ => {
                self.wrong(column, &format!("رقم من 0 إلى {most} / a number from 0 to {most}"));
                0
            }
        }
    }
}

/// A file of rows and where its columns stand.
type Table<'a> = (csv::Reader<Box<dyn Read + Send + 'a>>, HashMap<String, usize>);

/// Reads rows with their heading; a missing column is reported once and nothing is read.
fn open<'a>(reader: Box<dyn Read + Send + 'a>, file: &'static str, needed: &[&str], report: &mut Report) -> Option<Table<'a>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(error) => {
            report.bad += 1;
            note(
                report,
                BadRow { file: file.to_owned(), line: 1, column: String::new(), value: error.to_string(), right: "CSV in UTF-8".into() },
            );
            return None;
        }
    };
    let columns: HashMap<String, usize> =
        headings.iter().enumerate().map(|(at, name)| (name.trim_start_matches('\u{FEFF}').trim().to_owned(), at)).collect();
    for column in needed {
        if !columns.contains_key(*column) {
            report.bad += 1;
            let right = "هذا العمود مطلوب / this column is needed".to_owned();
            note(report, BadRow { file: file.to_owned(), line: 1, column: (*column).to_owned(), value: String::new(), right });
        }
    }
    needed.iter().all(|column| columns.contains_key(*column)).then_some((reader, columns))
}

fn note(report: &mut Report, bad: BadRow) {
    if report.errors.len() < MOST_ERRORS {
        report.errors.push(bad);
    }
}

/// A family's row, checked.
fn family_row(row: &mut Row<'_>, places: &Places, crafts: &crafts::Crafts) -> Imported {
    let craft = row.get("craft").to_owned();
    if crafts.craft(&craft).is_none() {
        row.wrong("craft", "رمز حرفة مثل weaving / a craft code such as weaving");
    }
    Imported {
        import_id: row.needed("id", 60),
        trade_name: row.needed("name_ar", 80),
        trade_name_en: text::clean_line(row.get("name_en")),
        story: text::clean(row.get("bio_ar")).chars().take(1_500).collect(),
        craft,
        municipality: municipality(row, places),
        owner: None,
        former_slug: former_slug(row),
    }
}

/// The address in the catalogue that the file comes from, if it could be one here.
fn former_slug(row: &Row<'_>) -> Option<String> {
    Some(row.get("slug").to_owned()).filter(|slug| !slug.is_empty() && text::slug(slug) == *slug)
}

fn municipality(row: &mut Row<'_>, places: &Places) -> String {
    let code = row.get("municipality_code").to_owned();
    let named = row.get("municipality_ar").to_owned();
    let found = places.municipality(&code).or_else(|| find_by_name(places, if code.is_empty() { &named } else { &code }));
    match found {
        Some(found) => found.code.clone(),
        None => {
            row.wrong("municipality_code", "رمز بلدية مثل LYM083 أو اسمها / a code such as LYM083, or a name");
            String::new()
        }
    }
}

/// A product's row, checked. `family` finds the key of the family it names.
fn product_row(row: &mut Row<'_>, crafts: &crafts::Crafts, family: Option<FamilyId>) -> ImportedProduct {
    if family.is_none() {
        row.wrong("family_id", "رقم أسرة موجودة / the id of a family that is there");
    }
    let craft = row.get("craft").to_owned();
    if crafts.craft(&craft).is_none() {
        row.wrong("craft", "رمز حرفة مثل weaving / a craft code such as weaving");
    }
    let item = Some(row.get("craft_item").to_owned()).filter(|code| !code.is_empty());
    if let Some(code) = &item
        && crafts.item(code).is_none()
    {
        row.wrong("craft_item", "رمز صنف معروف أو فارغ / a known item code, or empty");
    }
    let price = Money::parse_price(row.get("price_lyd")).unwrap_or_else(|_| {
        row.wrong("price_lyd", "سعر بالدينار مثل 45 أو 45.500 / a price in dinars such as 45 or 45.500");
        Money(1)
    });
    let availability = Availability::from_code(row.get("availability")).unwrap_or_else(|| {
        row.wrong("availability", "in_stock أو/or made_to_order");
        Availability::InStock
    });
    let created = row.get("created_at").to_owned();
    let created_at = chrono::DateTime::parse_from_rfc3339(&created).ok().map(|at| at.to_utc());
    if created_at.is_none() && !created.is_empty() {
        row.wrong("created_at", "2026-11-24T10:00:00Z");
    }
    ImportedProduct {
        import_id: row.needed("id", 60),
        family: family.unwrap_or(FamilyId(0)),
        title_ar: text::clean_line(&row.needed("title_ar", 120)),
        title_en: text::clean_line(row.get("title_en")),
        description_ar: text::clean(row.get("description_ar")).chars().take(3_000).collect(),
        craft,
        item,
        material: text::clean_line(row.get("material_ar")),
        making: "hand",
        price,
        availability,
        stock: row.number("stock", 100_000),
        lead_days: row.number("lead_days", 365),
        created_at,
        photo: None,
        former_slug: former_slug(row),
    }
}

/// Checks and, unless it is a dry run, writes both files. The administrator who does it approves the
/// rows by that act; one row of the audit trail says so.
pub async fn run(ctx: &Ctx, blobs: &Blobs, files: Files<'_>, options: &Options, progress: Progress) -> Result<Report, AppError> {
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let mut report = Report::default();
    let mut batch = Batch::new(ctx, options, progress);
    let mut keys: HashMap<String, FamilyId> = families::import_keys(ctx).await?;
    let mut seen = std::collections::HashSet::new();
    if let Some(reader) = files.families
        && let Some((mut reader, columns)) = open(reader, "families", &["id", "name_ar", "craft", "municipality_code"], &mut report)
    {
        for record in reader.records() {
            let Some(record) = sound(record, "families", &mut report) else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            let mut row = Row { file: "families", line, columns: &columns, record: &record, errors: Vec::new() };
            let new = family_row(&mut row, &places, &crafts);
            if !seen.insert(format!("f{}", new.import_id)) {
                row.wrong("id", "لا يتكرر / not twice in one file");
            }
            report.rows += 1;
            if bad(row, &mut report) {
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
                row.wrong("id", "لا يتكرر / not twice in one file");
            }
            let state = known.get(&new.import_id).copied();
            if state.is_some_and(|state| !catalogue::may_import(state)) {
                row.wrong("id", "سُحب هذا المنتج من السوق فلا يُستورد فوقه / taken off the market: not imported over");
            }
            let photo = photo_of(&mut row, options.photos.as_deref()).await;
            report.rows += 1;
            if bad(row, &mut report) {
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

fn sound(record: Result<csv::StringRecord, csv::Error>, file: &'static str, report: &mut Report) -> Option<csv::StringRecord> {
    match record {
        Ok(record) => Some(record),
        Err(error) => {
            report.bad += 1;
            let line = error.position().map_or(0, csv::Position::line);
            let right = "نص بترميز UTF-8 / text in UTF-8".to_owned();
            note(report, BadRow { file: file.to_owned(), line, column: String::new(), value: String::new(), right });
            None
        }
    }
}

fn bad(row: Row<'_>, report: &mut Report) -> bool {
    if row.errors.is_empty() {
        return false;
    }
    report.bad += 1;
    for error in row.errors {
        note(report, error);
    }
    true
}

/// The photo that a row names, if a folder was given. Only plain names are looked up.
async fn photo_of(row: &mut Row<'_>, folder: Option<&Path>) -> Option<photos::Prepared> {
    let (folder, name) = (folder?, row.get("image").to_owned());
    if name.is_empty() {
        return None;
    }
    let plain = !name.contains(['/', '\\']) && !name.starts_with('.');
    let bytes = if plain { tokio::fs::read(folder.join(&name)).await.ok() } else { None };
    let Some(bytes) = bytes else {
        row.wrong("image", "ملف في مجلد الصور / a file in the folder of photos");
        return None;
    };
    match photos::prepare(Bytes::from(bytes)).await {
        Ok(prepared) => Some(prepared),
        Err(_) => {
            row.wrong("image", "صورة سليمة JPEG أو PNG أو WebP / a sound JPEG, PNG or WebP picture");
            None
        }
    }
}

async fn store(tx: &Tx, ctx: &Ctx, blobs: &Blobs, prepared: photos::Prepared) -> Result<MediaId, AppError> {
    for (name, bytes) in prepared.files {
        blobs.put(&name, bytes).await.map_err(unexpected)?;
    }
    media::add(tx, ctx, None, prepared.media).await
}

/// The report as CSV, for those who mend the file. A value that a spreadsheet would run is made text.
pub fn errors_csv(report: &Report) -> Result<String, AppError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["file", "line", "column", "value", "right"]).map_err(unexpected)?;
    for error in &report.errors {
        let value = harmless(&error.value);
        writer.write_record([&error.file, &error.line.to_string(), &error.column, &value, &error.right]).map_err(unexpected)?;
    }
    let bytes = writer.into_inner().map_err(unexpected)?;
    String::from_utf8(bytes).map_err(unexpected)
}

/// Spreadsheets run what begins with `=`, `+`, `-` or `@`; a phone number such as `+218…` stays.
fn harmless(value: &str) -> String {
    let phone = value.strip_prefix('+').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if value.starts_with(['=', '+', '-', '@', '\t']) && !phone { format!("'{value}") } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_phones_stay() {
        assert_eq!(harmless("=cmd()"), "'=cmd()");
        assert_eq!(harmless("+218912345678"), "+218912345678");
        assert_eq!(harmless("+1+cmd"), "'+1+cmd");
        assert_eq!(harmless("سلة"), "سلة");
    }
}
