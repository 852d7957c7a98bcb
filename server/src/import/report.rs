//! What an import found and did.

use desk::{RowProblem, RowWarning};
use ground::error::AppError;
use ground::texts::Locale;
use serde::{Deserialize, Serialize};

use super::sheet::Told;
use crate::sheets::FORMULA;
use crate::trouble::unexpected;

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
    /// What is wrong with it.
    #[serde(default)]
    pub problem: RowProblem,
}

/// A row that is taken, and that somebody should look at before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Look {
    /// `families` or `products`.
    pub file: String,
    /// Line in the file; the heading is line 1.
    pub line: u64,
    /// Column.
    pub column: String,
    /// What is there now, or what is usual.
    pub was: String,
    /// What the file says.
    pub now: String,
    /// Why.
    pub why: RowWarning,
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
    /// Good rows of products whose family's row is bad.
    #[serde(default)]
    pub held: u64,
    /// Rows to look at, at most a thousand.
    #[serde(default)]
    pub looks: Vec<Look>,
    /// Whether anything was written.
    pub written: bool,
    /// How each file was read.
    #[serde(default)]
    pub told: Vec<Told>,
}

impl Report {
    /// Notes something wrong outside a row that was read, such as a missing column.
    pub(super) fn broken(&mut self, bad: BadRow) {
        self.bad += 1;
        self.note(bad);
    }

    /// Notes what is wrong in one row, if something is. Gives whether there is.
    pub(super) fn bad_row(&mut self, errors: Vec<BadRow>) -> bool {
        let bad = !errors.is_empty();
        self.bad += u64::from(bad);
        errors.into_iter().for_each(|error| self.note(error));
        bad
    }

    /// Notes what somebody should look at.
    pub(super) fn look(&mut self, look: Look) {
        if self.looks.len() < MOST_ERRORS {
            self.looks.push(look);
        }
    }

    fn note(&mut self, bad: BadRow) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(bad);
        }
    }
}

/// The report as CSV, for those who mend the file. A value that a spreadsheet would run is made text.
pub fn errors_csv(l: Locale, report: &Report) -> Result<String, AppError> {
    // The mark tells Excel that the letters are UTF-8.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(["file", "line", "column", "value", "right"]).map_err(unexpected)?;
    for error in &report.errors {
        let value = harmless(&error.value);
        writer.write_record([&error.file, &error.line.to_string(), &error.column, &value, &error.problem.right(l)]).map_err(unexpected)?;
    }
    let bytes = writer.into_inner().map_err(unexpected)?;
    String::from_utf8(bytes).map_err(unexpected)
}

/// Spreadsheets run what begins with `=`, `+`, `-` or `@`; a phone number such as `+218…` stays.
fn harmless(value: &str) -> String {
    let phone = value.strip_prefix('+').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if value.starts_with(FORMULA) && !phone { format!("'{value}") } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_phones_stay() {
        assert_eq!(harmless("=cmd()"), "'=cmd()");
        assert_eq!(harmless("+218912345678"), "+218912345678");
        assert_eq!(harmless("＝cmd()"), "'＝cmd()");
        assert_eq!(harmless("+1+cmd"), "'+1+cmd");
        assert_eq!(harmless("سلة"), "سلة");
    }
}
