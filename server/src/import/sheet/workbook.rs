//! Workbooks of Excel.

use std::collections::BTreeMap;
use std::io::Cursor;

use bytes::Bytes;
use calamine::{Data, Reader, Xlsx};
use csv::{Position, StringRecord};
use desk::RowProblem;

use super::name_of;

/// What a workbook may unpack to, in bytes: a small file can be packed a thousand times smaller than it is.
const MOST_UNPACKED: u64 = 400 * 1024 * 1024;
/// Rows of a sheet in which something stands.
const MOST_ROWS: usize = 300_000;
/// Columns of it; a cell far to the right makes each row as long.
const MOST_COLUMNS: u32 = 200;

type Book = Xlsx<Cursor<Bytes>>;

/// Whether the bytes are packed (`.xlsx`) or a document of an older Office, which is also how a workbook with a password is kept.
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// The rows of its first sheet that has the wanted columns, else of its first; the heading among them. Each has the line at which it
/// stands.
pub fn rows(bytes: &Bytes, needed: &[&str]) -> Result<Vec<StringRecord>, RowProblem> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| RowProblem::NotATable)?;
    let sizes = (0..packed.len()).map(|n| packed.by_index_raw(n).map(|file| file.size()));
    let size: u64 = sizes.collect::<Result<Vec<_>, _>>().map_err(|_| RowProblem::NotATable)?.into_iter().sum();
    if size > MOST_UNPACKED {
        return Err(RowProblem::TooLarge);
    }
    let mut book = Book::new(Cursor::new(bytes.clone())).map_err(|_| RowProblem::NotATable)?;
    let mut first = None;
    for name in book.sheet_names() {
        let rows = cells(&mut book, &name)?;
        let Some(heading) = rows.first() else { continue };
        let named: Vec<String> = heading.iter().map(name_of).collect();
        if needed.iter().all(|column| named.iter().any(|name| name == column)) {
            return Ok(rows);
        }
        first.get_or_insert(rows);
    }
    first.ok_or(RowProblem::NoRows)
}

/// Rows in which something stands. Cells are read one by one: a sheet with one far below the others would be held as all that lies between.
fn cells(book: &mut Book, sheet: &str) -> Result<Vec<StringRecord>, RowProblem> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| RowProblem::NotATable)?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().map_err(|_| RowProblem::NotATable)? {
        let (line, column) = cell.get_position();
        let word = word(&Data::from(cell.get_value().clone()));
        if word.trim().is_empty() {
            continue;
        }
        let row = rows.entry(line).or_default();
        if column >= MOST_COLUMNS {
            return Err(RowProblem::TooLarge);
        }
        row.resize(row.len().max(column as usize + 1), String::new());
        row[column as usize] = word;
        if rows.len() > MOST_ROWS {
            return Err(RowProblem::TooLarge);
        }
    }
    let record = |(line, words): (u32, Vec<String>)| {
        let mut record = StringRecord::from(words);
        let mut position = Position::new();
        position.set_line(u64::from(line) + 1);
        record.set_position(Some(position));
        record
    };
    Ok(rows.into_iter().map(record).collect())
}

/// A cell as it would be typed: numbers with the fifteen digits that Excel shows, whole ones without decimals, so that a key stays a key;
/// times of Libya.
pub(super) fn word(cell: &Data) -> String {
    match cell {
        Data::Float(number) => {
            let shown: f64 = format!("{number:.14e}").parse().unwrap_or(*number);
            if shown.fract() == 0.0 && shown.abs() < 1e15 { format!("{shown:.0}") } else { shown.to_string() }
        }
        Data::DateTime(at) => at.as_datetime().map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default(),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string(),
    }
}
