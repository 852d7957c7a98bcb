//! A file as people send it: a table of letters as Excel, LibreOffice and databases save it, or a workbook. What such a file does not say —
//! its encoding, what parts its columns, which mark stands before the decimals, whether the day or the month comes first — is found out
//! from all of it at once, and told to whoever sent it.

mod letters;
mod times;
mod workbook;

use std::collections::HashMap;
use std::io::Cursor;

use bytes::Bytes;
use csv::StringRecord;
use desk::RowProblem;
use ground::text;
use serde::{Deserialize, Serialize};

pub(super) use times::Order;

/// How a file was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// `families` or `products`.
    pub file: String,
    /// Encoding of its letters; none of a workbook.
    pub letters: Option<String>,
    /// What parts its columns; none of a workbook.
    pub separator: Option<char>,
    /// Whether a comma stands before the decimals of its prices.
    pub decimal_comma: bool,
    /// Whether the month comes first in its days.
    pub month_first: bool,
}

/// A table with its heading read.
pub(super) struct Sheet {
    /// How it was read.
    pub told: Told,
    /// Columns by name.
    pub columns: HashMap<String, usize>,
    /// What its heading says, for whoever misses a column.
    pub heading: String,
    rows: Box<dyn Iterator<Item = StringRecord> + Send>,
}

/// How a heading is compared: without case, and with `_` for blanks and hyphens.
fn name_of(heading: &str) -> String {
    text::typed(heading).to_lowercase().replace([' ', '-'], "_")
}

fn columns_of(heading: &StringRecord) -> HashMap<String, usize> {
    let mut columns = HashMap::new();
    for (at, name) in heading.iter().enumerate() {
        // The first of two of one name.
        columns.entry(name_of(name)).or_insert(at);
    }
    columns
}

impl Sheet {
    /// Reads the heading of a file. `needed` are the columns that it should have, by which the sheet of a workbook is chosen.
    ///
    /// # Errors
    /// What the file is not.
    pub fn open(file: &str, bytes: &Bytes, needed: &[&str]) -> Result<Self, RowProblem> {
        let told = Told { file: file.to_owned(), ..Told::default() };
        if workbook::is_one(bytes) {
            let mut rows = workbook::rows(bytes, needed)?.into_iter();
            let heading = rows.next().ok_or(RowProblem::NoRows)?;
            return Ok(Self { told, columns: columns_of(&heading), heading: said(&heading), rows: Box::new(rows) });
        }
        let (text, encoding) = letters::decoded(bytes).ok_or(RowProblem::NotText)?;
        let (text, separator) = letters::parted(text);
        let mut reader = csv::ReaderBuilder::new();
        reader.flexible(true).delimiter(u8::try_from(separator).unwrap_or(b',')).has_headers(false);
        let mut first = reader.from_reader(text.as_bytes()).into_records();
        let heading = first.next().and_then(Result::ok).ok_or(RowProblem::NoRows)?;
        let columns = columns_of(&heading);
        let column = |name: &str| columns.get(name).copied();
        let (mut amounts, mut days) = (letters::Amounts::default(), times::Days::default());
        for record in first.flatten() {
            let value = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
            amounts.see(value(column("price_lyd")));
            days.see(value(column("created_at")));
        }
        let told = Told {
            letters: Some(encoding.to_owned()),
            separator: Some(separator),
            decimal_comma: amounts.comma(separator),
            month_first: days.order() == Order::MonthFirst,
            ..told
        };
        let heading = said(&heading);
        let rows = reader.from_reader(Cursor::new(text.into_bytes())).into_records().flatten().skip(1);
        Ok(Self { told, columns, heading, rows: Box::new(rows) })
    }

    /// Its rows, without those in which nothing stands.
    pub fn rows(self) -> impl Iterator<Item = StringRecord> {
        self.rows.filter(|row| row.iter().any(|value| !value.trim().is_empty()))
    }
}

fn said(heading: &StringRecord) -> String {
    heading.iter().collect::<Vec<_>>().join(", ")
}

/// The price as it is meant in this file.
pub(super) fn price<'a>(told: &Told, typed: &'a str) -> std::borrow::Cow<'a, str> {
    if told.decimal_comma { typed.replacen(',', "٫", 1).into() } else { typed.into() }
}

/// A time as it is meant in this file.
pub(super) fn time(told: &Told, typed: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    times::read(typed, if told.month_first { Order::MonthFirst } else { Order::DayFirst })
}

#[cfg(test)]
mod tests;
