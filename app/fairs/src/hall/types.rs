//! A hall, and what is typed about it.

use crate::hall::entity::{booth, hall, part};
use crate::hall::rules::PartKind;
use crate::rules::application::BoothKind;

/// A booth as it is typed, its place from nought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoothForm {
    /// What stands on its sign.
    pub number: String,
    /// What it is; its size comes with it.
    pub kind: BoothKind,
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// With power.
    pub power: bool,
    /// With water.
    pub water: bool,
    /// For a wheelchair.
    pub accessible: bool,
    /// Nobody gets it.
    pub blocked: bool,
}

/// A part of a hall as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartForm {
    /// What it is.
    pub kind: PartKind,
    /// What it is called.
    pub title: String,
    /// The craft of a zone.
    pub craft: Option<String>,
    /// From the left, from the top, across, down.
    pub area: (i64, i64, i64, i64),
}

/// A hall with everything in it.
#[derive(Debug, Clone)]
pub struct Hall {
    /// Its size.
    pub hall: hall::Model,
    /// Its booths by number.
    pub booths: Vec<booth::Model>,
    /// What else is in it.
    pub parts: Vec<part::Model>,
}

/// A row of booths drawn at once.
#[derive(Debug, Clone)]
pub struct RowForm {
    /// The first of them; its number ends in digits that count on.
    pub first: BoothForm,
    /// How many.
    pub count: i64,
    /// Metres between two of them.
    pub gap: i64,
    /// Downwards instead of across.
    pub down: bool,
}
