//! Rows of the files, checked column by column.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;

use bytes::Bytes;
use desk::RowProblem;
use ground::ids::FamilyId;
use ground::money::Money;
use ground::text;
use market::catalogue::{Availability, ImportedProduct};
use market::families::Imported;
use people::crafts;
use people::place::{Places, find_by_name};

use super::input::Source;
use super::report::{BadRow, Report};

/// A row by column name, with the problems found in it.
pub(super) struct Row<'a> {
    file: &'static str,
    line: u64,
    columns: &'a HashMap<String, usize>,
    record: &'a csv::StringRecord,
    pub(super) errors: Vec<BadRow>,
}

impl<'a> Row<'a> {
    pub(super) fn new(file: &'static str, columns: &'a HashMap<String, usize>, record: &'a csv::StringRecord) -> Self {
        let line = record.position().map_or(0, csv::Position::line);
        Row { file, line, columns, record, errors: Vec::new() }
    }

    pub(super) fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or("").trim()
    }

    pub(super) fn wrong(&mut self, column: &str, problem: RowProblem) {
        let value: String = self.get(column).chars().take(80).collect();
        self.errors.push(BadRow { file: self.file.to_owned(), line: self.line, column: column.to_owned(), value, problem });
    }

    fn needed(&mut self, column: &str, most: usize) -> String {
        let value = text::clean(self.get(column));
        if text::letters(&value) == 0 {
            self.wrong(column, RowProblem::Empty);
        } else if value.chars().count() > most {
            self.wrong(column, RowProblem::TooLong(most));
        }
        value
    }

    fn number(&mut self, column: &str, most: i64) -> i64 {
        let typed = text::ungrouped(&text::typed(self.get(column)));
        match typed.parse::<i64>() {
            _ if typed.is_empty() => 0,
            Ok(n) if (0..=most).contains(&n) => n,
            _ => {
                self.wrong(column, RowProblem::NotANumber(most));
                0
            }
        }
    }
}

/// A file of rows and where its columns stand.
pub(super) type Table<'a> = (csv::Reader<Source<'a>>, HashMap<String, usize>);

/// Reads rows with their heading; a missing column is reported once and nothing is read.
pub(super) fn open<'a>(reader: Source<'a>, file: &'static str, needed: &[&str], report: &mut Report) -> Option<Table<'a>> {
    let mut reader = std::io::BufReader::new(reader);
    // Spreadsheets in some languages part columns by semicolons.
    let head = reader.fill_buf().unwrap_or_default();
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |byte: u8| line.iter().filter(|other| **other == byte).count();
    let delimiter = if count(b';') > count(b',') { b';' } else { b',' };
    let reader: Source<'a> = Box::new(reader);
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(reader);
    let broken = |report: &mut Report, column: &str, problem| {
        report.broken(BadRow { file: file.to_owned(), line: 1, column: column.to_owned(), value: String::new(), problem });
    };
    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(_) => {
            broken(report, "", RowProblem::NotText);
            return None;
        }
    };
    let columns: HashMap<String, usize> =
        headings.iter().enumerate().map(|(at, name)| (name.trim_start_matches('\u{FEFF}').trim().to_owned(), at)).collect();
    for column in needed.iter().filter(|column| !columns.contains_key(**column)) {
        broken(report, column, RowProblem::NoSuchColumn);
    }
    needed.iter().all(|column| columns.contains_key(*column)).then_some((reader, columns))
}

/// A family's row, checked.
pub(super) fn family_row(row: &mut Row<'_>, places: &Places, crafts: &crafts::Crafts) -> Imported {
    let craft = row.get("craft").to_owned();
    if crafts.craft(&craft).is_none() {
        row.wrong("craft", RowProblem::UnknownCraft);
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
            row.wrong("municipality_code", RowProblem::UnknownMunicipality);
            String::new()
        }
    }
}

/// A product's row, checked. `family` finds the key of the family it names.
pub(super) fn product_row(row: &mut Row<'_>, crafts: &crafts::Crafts, family: Option<FamilyId>) -> ImportedProduct {
    if family.is_none() {
        row.wrong("family_id", RowProblem::UnknownFamily);
    }
    let craft = row.get("craft").to_owned();
    if crafts.craft(&craft).is_none() {
        row.wrong("craft", RowProblem::UnknownCraft);
    }
    let item = Some(row.get("craft_item").to_owned()).filter(|code| !code.is_empty());
    if let Some(code) = &item
        && crafts.item(code).is_none()
    {
        row.wrong("craft_item", RowProblem::UnknownItem);
    }
    let price = Money::parse_price(row.get("price_lyd")).unwrap_or_else(|_| {
        row.wrong("price_lyd", RowProblem::NotAPrice);
        Money(1)
    });
    let availability = Availability::from_code(row.get("availability")).unwrap_or_else(|| {
        row.wrong("availability", RowProblem::UnknownAvailability);
        Availability::InStock
    });
    let created = row.get("created_at").to_owned();
    let created_at = chrono::DateTime::parse_from_rfc3339(&created).ok().map(|at| at.to_utc());
    if created_at.is_none() && !created.is_empty() {
        row.wrong("created_at", RowProblem::NotATime);
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

/// A record that could be read, or its place in the report.
pub(super) fn sound(record: Result<csv::StringRecord, csv::Error>, file: &'static str, report: &mut Report) -> Option<csv::StringRecord> {
    match record {
        Ok(record) => Some(record),
        Err(error) => {
            let line = error.position().map_or(0, csv::Position::line);
            let (column, value) = (String::new(), String::new());
            report.broken(BadRow { file: file.to_owned(), line, column, value, problem: RowProblem::NotText });
            None
        }
    }
}

/// The photo that a row names, if a folder was given. Only plain names are looked up.
pub(super) async fn photo_of(row: &mut Row<'_>, folder: Option<&Path>) -> Option<photos::Prepared> {
    let (folder, name) = (folder?, row.get("image").to_owned());
    if name.is_empty() {
        return None;
    }
    let plain = !name.contains(['/', '\\']) && !name.starts_with('.');
    let bytes = if plain { tokio::fs::read(folder.join(&name)).await.ok() } else { None };
    let Some(bytes) = bytes else {
        row.wrong("image", RowProblem::NoSuchPhoto);
        return None;
    };
    match photos::prepare(Bytes::from(bytes)).await {
        Ok(prepared) => Some(prepared),
        Err(_) => {
            row.wrong("image", RowProblem::NotAPicture);
            None
        }
    }
}
