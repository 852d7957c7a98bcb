//! Tables as files: CSV for any program, a workbook for Excel and LibreOffice.

use ground::ctx::Ctx;
use ground::error::AppError;

use axum::extract::{Path, RawQuery};
use axum::http::header;
use axum::response::IntoResponse;
use ground::actor::Role;
use ground::form::Form;
use ground::history::Event;
use ground::ids::{CohortId, FairId};
use ground::money::{Money, plain};
use ground::route::{Access, Answer, Entry, get};
use ground::texts::{self, Locale};
use market::families;
use people::{crafts, place};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use training::PLANNERS;
use training::figures::{self, Choice, READERS, Table, Value};

use crate::trouble::unexpected;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/desk/families/register.csv", Access::Staff(Role::DESK), register_csv),
        get("/desk/families/register.xlsx", Access::Staff(Role::DESK), register_xlsx),
        get("/desk/training/figures.csv", Access::Staff(READERS), training_csv),
        get("/desk/training/figures.xlsx", Access::Staff(READERS), training_xlsx),
        get("/desk/training/cohorts/{cohort}/people.xlsx", Access::Staff(PLANNERS), people_xlsx),
        get("/desk/audit.csv", Access::Staff(&[Role::Auditor, Role::Administrator]), audit_csv),
        get("/desk/fairs/{fair}/report.csv", Access::Staff(READERS), fair_csv),
        get("/desk/fairs/{fair}/report.xlsx", Access::Staff(READERS), fair_xlsx),
    ]
}

/// What a spreadsheet may take for the beginning of a formula; the wide forms of East Asian keyboards are taken for the narrow ones.
pub const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A text that a spreadsheet would take for a formula is led in by an apostrophe, as OWASP advises against injection by CSV.
pub fn neutral(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

async fn chosen(ctx: &Ctx, query: Option<String>) -> Result<Vec<Table>, AppError> {
    figures::tables(ctx, &Choice::of(&Form::parse(&query.unwrap_or_default()))).await
}

fn named(bytes: Vec<u8>, kind: &'static str, name: &'static str) -> Answer {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// Who takes a list of people with them stands in the trail, with how many there were.
async fn taken(ctx: &Ctx, lines: &[Vec<String>], event: Event<'_>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let details = format!("rows: {}", lines.len().saturating_sub(1));
    tx.record(ctx, Event { details, ..event }).await?;
    Ok(tx.commit().await?)
}

/// The register as an address narrows it.
async fn register(ctx: &Ctx, query: Option<String>) -> Result<Vec<Vec<String>>, AppError> {
    let filter = desk::register_filter(&Form::parse(&query.unwrap_or_default()));
    let rows = families::register_all(ctx, &filter).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let lines = desk::register_lines(ctx, &rows, &places, &crafts);
    taken(ctx, &lines, Event { act: "register.export", subject_kind: "register", subject_id: 0, details: String::new() }).await?;
    Ok(lines)
}

async fn register_csv(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let bytes = listed_csv(&register(&ctx, query).await?).map_err(unexpected)?;
    named(bytes, "text/csv; charset=utf-8", "register.csv")
}

async fn register_xlsx(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let lines = register(&ctx, query).await?;
    let bytes = listed_xlsx(ctx.l, &desk::texts::desk::register_title.text(ctx.l), &lines).map_err(unexpected)?;
    named(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "register.xlsx")
}

/// A list of texts, its heading first.
fn listed_csv(lines: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for line in lines {
        writer.write_record(line.iter().map(|cell| neutral(cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

/// The same as a sheet, whose heading stays in sight; texts are never formulas, phones keep their zeros.
fn listed_xlsx(l: Locale, title: &str, lines: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(0, title, title))?;
    sheet.set_right_to_left(texts::direction(l) == "rtl");
    for (line, cells) in (0_u32..).zip(lines) {
        for (column, cell) in (0_u16..).zip(cells) {
            if line == 0 {
                sheet.write_string_with_format(line, column, cell, &bold)?;
            } else {
                sheet.write_string(line, column, neutral(cell))?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    book.save_to_buffer()
}

async fn training_csv(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let bytes = csv(&chosen(&ctx, query).await?).map_err(unexpected)?;
    named(bytes, "text/csv; charset=utf-8", "training.csv")
}

async fn training_xlsx(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let tables = chosen(&ctx, query).await?;
    let bytes = xlsx(ctx.l, &tables).map_err(unexpected)?;
    named(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "training.xlsx")
}

/// Who signed up for a cohort, for who plans it.
async fn people_xlsx(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let roll = training::roll(&ctx, CohortId(id)).await?;
    let lines: Vec<Vec<String>> = std::iter::once(roll.columns).chain(roll.rows).collect();
    taken(&ctx, &lines, Event { act: "training.export", subject_kind: "cohort", subject_id: id, details: String::new() }).await?;
    let bytes = listed_xlsx(ctx.l, &roll.title, &lines).map_err(unexpected)?;
    named(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "people.xlsx")
}

/// The most rows of the trail in one file; what is older is asked for by its days.
const MOST_OF_TRAIL: u64 = 20_000;

/// Rows of the trail in words, each with its code and the hash that binds it to the one before, the newest first: who has the file can show later
/// that the trail still says the same.
async fn audit_csv(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let filter = desk::trail_filter(&Form::parse(&query.unwrap_or_default()));
    let mut lines = vec![desk::trail_columns(ctx.l).to_vec()];
    for line in desk::trail(&ctx, &filter, MOST_OF_TRAIL).await? {
        lines.push(desk::trail_cells(ctx.l, &line).to_vec());
    }
    taken(&ctx, &lines, Event { act: "audit.export", subject_kind: "audit", subject_id: 0, details: String::new() }).await?;
    let bytes = listed_csv(&lines).map_err(unexpected)?;
    named(bytes, "text/csv; charset=utf-8", "audit.csv")
}

async fn fair_csv(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let (_, tables) = fairs::report::tables(&ctx, FairId(id)).await?;
    named(csv(&tables).map_err(unexpected)?, "text/csv; charset=utf-8", "fair.csv")
}

async fn fair_xlsx(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let (_, tables) = fairs::report::tables(&ctx, FairId(id)).await?;
    let bytes = xlsx(ctx.l, &tables).map_err(unexpected)?;
    named(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "fair.xlsx")
}

/// One table below the other; a mark at the beginning tells Excel that the letters are UTF-8.
pub fn csv(tables: &[Table]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\u{feff}".as_bytes().to_vec());
    for table in tables {
        writer.write_record([neutral(&table.title)])?;
        writer.write_record(std::iter::once(&table.of).chain(&table.columns).map(|word| neutral(word)))?;
        for row in table.rows.iter().chain(&table.sum) {
            let cells = row.values.iter().map(|value| match value {
                Value::Count(n) | Value::Percent(n) => n.to_string(),
                Value::Money(money) => plain(*money),
                Value::Withheld => "–".to_owned(),
                Value::None => String::new(),
            });
            writer.write_record(std::iter::once(neutral(&row.label)).chain(cells))?;
        }
        writer.write_record([""])?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

/// A sheet for each table, from right to left where the language is; texts are never formulas, numbers are numbers.
pub fn xlsx(l: Locale, tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, percent, money) = (Format::new().set_bold(), Format::new().set_num_format("0%"), Format::new().set_num_format("#,##0.000"));
    for (n, table) in tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(n, &table.title, &table.of))?;
        sheet.set_right_to_left(texts::direction(l) == "rtl");
        sheet.write_string_with_format(0, 0, &table.title, &bold)?;
        for (column, word) in (0_u16..).zip(std::iter::once(&table.of).chain(&table.columns)) {
            sheet.write_string_with_format(1, column, word, &bold)?;
        }
        for (line, row) in (2_u32..).zip(table.rows.iter().chain(&table.sum)) {
            sheet.write_string(line, 0, neutral(&row.label))?;
            for (column, value) in (1_u16..).zip(&row.values) {
                match value {
                    Value::Count(count) => sheet.write_number(line, column, *count as f64)?,
                    Value::Percent(share) => sheet.write_number_with_format(line, column, *share as f64 / 100.0, &percent)?,
                    Value::Money(Money(dirhams)) => sheet.write_number_with_format(line, column, *dirhams as f64 / 1_000.0, &money)?,
                    Value::Withheld => sheet.write_string(line, column, training::texts::training::figures_withheld.text(l))?,
                    Value::None => sheet.write_string(line, column, "—")?,
                };
            }
        }
        sheet.autofit();
    }
    book.save_to_buffer()
}

/// Names of sheets are short, differ, and leave out what workbooks do not allow: the title, or what its rows are where that is too long.
fn sheet_name(n: usize, title: &str, of: &str) -> String {
    let said = if title.chars().count() > 26 { of } else { title };
    let clean: String = said.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(26).collect();
    format!("{} {}", n + 1, clean.trim())
}

#[cfg(test)]
mod tests {
    use training::figures::Row;

    use super::*;

    #[test]
    fn a_list_is_text_in_both_files() {
        let lines = vec![vec!["الاسم".to_owned(), "الهاتف".to_owned()], vec!["=cmd()".to_owned(), "0912345678".to_owned()]];
        let csv = String::from_utf8(listed_csv(&lines).unwrap()).unwrap();
        assert!(csv.contains("'=cmd(),0912345678"), "{csv}");
        assert!(!listed_xlsx(Locale::Ar, "سجل الأسر", &lines).unwrap().is_empty());
    }

    fn table(label: &str) -> Table {
        let values = vec![Value::Count(12), Value::Percent(80), Value::Money(Money(125_500)), Value::None];
        Table {
            title: "الطلب: حسب [البلدية]".to_owned(),
            of: "البلدية".to_owned(),
            columns: ["المسجّلون", "الحضور", "الكلفة", "="].map(str::to_owned).to_vec(),
            rows: vec![Row { label: label.to_owned(), people: 12, values }],
            overlapping: false,
            chains: &[],
            sum: None,
        }
    }

    #[test]
    fn words_are_no_formulas_and_letters_are_kept() {
        for evil in ["=1+1", "+A1", "-2", "@SUM(A1)", "\tx", "\r=x", "＝1+1", "＋A1", "－2", "＠SUM(A1)"] {
            let bytes = csv(&[table(evil)]).unwrap_or_default();
            let text = String::from_utf8(bytes).unwrap_or_default();
            assert!(text.starts_with('\u{feff}'));
            let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
            for record in reader.records() {
                for field in record.unwrap_or_default().iter() {
                    assert!(!field.starts_with(FORMULA), "{field:?}");
                }
            }
            assert!(text.contains("12,80,125.500,"), "{text}");
        }
    }

    #[test]
    fn a_workbook_reads_from_right_to_left_in_arabic() {
        for (l, expected) in [(Locale::Ar, true), (Locale::En, false)] {
            let bytes = xlsx(l, &[table("=1+1"), table("سبها")]).unwrap_or_default();
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap_or_else(|error| panic!("{error}"));
            let mut read = |name: &str| {
                let mut text = String::new();
                let mut file = archive.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}"));
                std::io::Read::read_to_string(&mut file, &mut text).unwrap_or_default();
                text
            };
            assert_eq!(read("xl/worksheets/sheet1.xml").contains("rightToLeft=\"1\""), expected);
            assert!(!read("xl/worksheets/sheet1.xml").contains("<f>"), "no formula");
            assert!(read("xl/sharedStrings.xml").contains("سبها"));
        }
    }
}
