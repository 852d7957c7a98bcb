//! What has to be done before a fair, and who has a place in which bus or room.

use chrono::NaiveDate;

use crate::preparation::rules::{Item, RideKind};
use crate::types::Application;
use ground::ids::{FairApplicationId, RideId};

/// A line of a family's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub item: Item,
    /// Whether it is done.
    pub done: bool,
    /// By when.
    pub by: NaiveDate,
}

/// A bus or a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ride {
    /// Key.
    pub id: RideId,
    /// A bus or a room.
    pub kind: RideKind,
    /// What it is called.
    pub title: String,
    /// Places in it.
    pub capacity: i64,
}

/// A family that has places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rider {
    /// Its application.
    pub application: FairApplicationId,
    /// In a bus or in a room.
    pub kind: RideKind,
    /// The bus or the room.
    pub ride: RideId,
    /// How many places.
    pub people: i64,
}

/// Journeys of a fair: buses and rooms with who has a place in them.
#[derive(Debug, Clone)]
pub struct Journey {
    /// Buses and rooms.
    pub rides: Vec<Ride>,
    /// Who has a place.
    pub riders: Vec<Rider>,
    /// Who takes part, with how many go there.
    pub guests: Vec<(Application, i64)>,
}
