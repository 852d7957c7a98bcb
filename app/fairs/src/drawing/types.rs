//! A hall that is drawn, and what is typed about it.

use crate::hall::rules::PartKind;
use crate::hall::types::{Area, Hall};
use crate::rules::application::BoothKind;
use crate::types::Fair;
use people::media::Photo;

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
    /// Where it is.
    pub area: Area,
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
    /// Which way the row goes.
    pub way: Way,
}

/// Which way a row of booths goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the left to the right.
    Across,
    /// From the top to the bottom.
    Down,
}

/// A hall at the desk.
pub struct HallPage {
    /// The fair.
    pub fair: Fair,
    /// Its hall, once it was drawn.
    pub hall: Option<Hall>,
    /// The picture of its place.
    pub picture: Option<Photo>,
    /// Whether the actor can draw.
    pub plans: bool,
}
