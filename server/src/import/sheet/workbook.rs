//! Workbooks of Excel and LibreOffice.

use std::io::Cursor;

use bytes::Bytes;
use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use csv::{Position, StringRecord};
use desk::RowProblem;

use super::name_of;

/// What a workbook may unpack to, in bytes: a small file can be packed a thousand times smaller than it is.
const MOST_UNPACKED: u64 = 400 * 1024 * 1024;

/// Whether the bytes are packed (`.xlsx`, `.ods`) or a document of an older Office, which is also how a workbook with a password is kept.
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// The rows of its first sheet that has the wanted columns, else of its first; the heading among them. Each has the line at which it
/// stands.
pub fn rows(bytes: &Bytes, needed: &[&str]) -> Result<Vec<StringRecord>, RowProblem> {
    if bytes.starts_with(b"PK") {
        let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| RowProblem::NotATable)?;
        let sizes = (0..packed.len()).map(|n| packed.by_index_raw(n).map(|file| file.size()));
        let size: u64 = sizes.collect::<Result<Vec<_>, _>>().map_err(|_| RowProblem::NotATable)?.into_iter().sum();
        if size > MOST_UNPACKED {
            return Err(RowProblem::TooLarge);
        }
    }
    // An encrypted one looks like one of an older Office, and has no sheets that can be read.
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes.clone())).map_err(|_| RowProblem::NotATable)?;
    let mut first = None;
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let Some(heading) = range.rows().next() else { continue };
        let named: Vec<String> = heading.iter().map(|cell| name_of(&word(cell))).collect();
        let fits = needed.iter().all(|column| named.iter().any(|name| name == column));
        if fits {
            return Ok(records(&range));
        }
        first.get_or_insert(range);
    }
    first.map(|range| records(&range)).ok_or(RowProblem::NotATable)
}

fn records(range: &Range<Data>) -> Vec<StringRecord> {
    let top = range.start().map_or(0, |(row, _)| u64::from(row));
    let record = |(cells, line): (&[Data], u64)| {
        let mut record: StringRecord = cells.iter().map(word).collect();
        let mut position = Position::new();
        position.set_line(line);
        record.set_position(Some(position));
        record
    };
    range.rows().zip(top + 1..).map(record).collect()
}

/// A cell as it would be typed: whole numbers without decimals, so that a key stays a key; times of Libya.
pub(super) fn word(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::DateTime(at) => at.as_datetime().map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default(),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string(),
    }
}
