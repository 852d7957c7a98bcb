//! What is kept of a fair.

use chrono::{DateTime, Utc};

use crate::record::rules::Side;
use ground::ids::MediaId;
use people::media::Photo;

/// A file of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Key.
    pub id: i64,
    /// Its bytes.
    pub media: MediaId,
    /// Name under which it was sent.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is kept of a fair.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Files of its plan.
    pub files: Vec<File>,
    /// Photos of it by key.
    pub photos: Vec<(i64, Photo)>,
}

/// Who was at a fair, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Went {
    /// Families.
    pub families: usize,
    /// Regions that they come from.
    pub regions: usize,
    /// Crafts that they showed.
    pub crafts: usize,
}

/// What one side said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub side: Side,
    /// How many answered.
    pub people: i64,
    /// How many gave each rating from 1 to 5, by question; none while fewer than [`FEW`](crate::record::rules::FEW) families
    /// answered, or more may.
    pub ratings: Vec<[i64; 5]>,
    /// Words, in no order.
    pub words: Vec<String>,
}
