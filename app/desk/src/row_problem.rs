//! What is wrong with a row of an import, and what would be right.

use serde::{Deserialize, Serialize};

use ground::t;
use ground::texts::Locale;

/// What is wrong with a value, a row or a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowProblem {
    /// Written by an earlier version, which kept words only.
    #[default]
    Unknown,
    /// Nothing stands there.
    Empty,
    /// More characters than fit.
    TooLong(usize),
    /// Not a whole number up to this one.
    NotANumber(i64),
    /// Not a craft's code.
    UnknownCraft,
    /// Not an item's code.
    UnknownItem,
    /// Neither code nor name of a municipality.
    UnknownMunicipality,
    /// No family of this id, neither here nor in the file.
    UnknownFamily,
    /// Not a price in dinars.
    NotAPrice,
    /// Neither of the two.
    UnknownAvailability,
    /// Not a time.
    NotATime,
    /// Not in the folder of photos.
    NoSuchPhoto,
    /// Not a sound picture.
    NotAPicture,
    /// Twice in one file.
    Twice,
    /// The family or the Authority took the product off the market.
    TakenOff,
    /// The family has left, and its data with it.
    Left,
    /// The column is not there.
    NoSuchColumn,
    /// Not text in an encoding that is known here.
    NotText,
    /// Neither text nor a workbook, or one with a password.
    NotATable,
    /// A workbook that unpacks to more than is read.
    TooLarge,
    /// Not even a heading.
    NoRows,
    /// A known id without the zeros before it, which a spreadsheet takes away: this is the known one.
    LostZeros(String),
}

/// What somebody should look at in a row that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowWarning {
    /// A known family keeps what is registered: it is changed by a correction.
    KeptAsRegistered,
    /// A price of ten times as much as now, or a tenth.
    FarFromNow,
    /// Ten times as dear as the dearest of its craft.
    FarFromOthers,
}

impl RowWarning {
    /// What will be done, in the reader's language.
    pub fn words(self, l: Locale) -> String {
        match self {
            RowWarning::KeptAsRegistered => t!(l, desk.row_kept),
            RowWarning::FarFromNow => t!(l, desk.row_far_from_now),
            RowWarning::FarFromOthers => t!(l, desk.row_far_from_others),
        }
    }
}

impl RowProblem {
    /// What would be right, in the reader's language.
    pub fn right(&self, l: Locale) -> String {
        match self {
            RowProblem::Unknown => t!(l, desk.row_unknown),
            RowProblem::Empty => t!(l, desk.row_empty),
            RowProblem::TooLong(most) => t!(l, desk.row_too_long, count = *most),
            RowProblem::NotANumber(most) => t!(l, desk.row_number, n = *most),
            RowProblem::UnknownCraft => t!(l, desk.row_craft),
            RowProblem::UnknownItem => t!(l, desk.row_item),
            RowProblem::UnknownMunicipality => t!(l, desk.row_municipality),
            RowProblem::UnknownFamily => t!(l, desk.row_family),
            RowProblem::NotAPrice => t!(l, desk.row_price),
            RowProblem::UnknownAvailability => t!(l, desk.row_availability),
            RowProblem::NotATime => t!(l, desk.row_time),
            RowProblem::NoSuchPhoto => t!(l, desk.row_photo),
            RowProblem::NotAPicture => t!(l, desk.row_picture),
            RowProblem::Twice => t!(l, desk.row_twice),
            RowProblem::TakenOff => t!(l, desk.row_taken_off),
            RowProblem::Left => t!(l, desk.row_left),
            RowProblem::NoSuchColumn => t!(l, desk.row_column),
            RowProblem::NotText => t!(l, desk.row_text),
            RowProblem::NotATable => t!(l, desk.not_a_table),
            RowProblem::TooLarge => t!(l, desk.row_large),
            RowProblem::NoRows => t!(l, desk.row_none),
            RowProblem::LostZeros(known) => t!(l, desk.row_lost_zeros, id = known),
        }
    }
}
