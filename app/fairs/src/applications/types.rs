//! An application with everything in it, and what is typed about it.

use chrono::NaiveDate;

use crate::applications::entity::attendant;
use crate::applications::rules::Section;
use crate::entity::{application, fair};
use crate::rules::application::{BoothKind, DayPart};
use ground::ids::ProductId;

/// What is needed, as it is typed.
#[derive(Debug, Clone)]
pub struct NeedsForm {
    /// What kind of booth.
    pub size: BoothKind,
    /// Which part of each day.
    pub part: DayPart,
    /// With power.
    pub power: bool,
    /// With water.
    pub water: bool,
    /// For a wheelchair.
    pub accessible: bool,
    /// A place in the bus.
    pub transport: bool,
    /// How many sleep there.
    pub lodging: i64,
    /// The day until which the passports hold, for a fair abroad.
    pub passport_until: Option<NaiveDate>,
    /// Samples can be sent before.
    pub samples: bool,
    /// With a certificate of origin.
    pub origin_paper: bool,
    /// With labels in the language of the place.
    pub labels: bool,
    /// Anything else.
    pub words: String,
}

/// An application with everything in it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Its fair.
    pub fair: fair::Model,
    /// The application.
    pub application: application::Model,
    /// What is shown.
    pub products: Vec<ProductId>,
    /// Who goes there.
    pub people: Vec<attendant::Model>,
}

impl Whole {
    /// Whether a section was filled in.
    pub fn done(&self, section: Section) -> bool {
        match section {
            Section::Products => !self.products.is_empty(),
            Section::People => !self.people.is_empty(),
            Section::Needs => self.application.needs_said,
        }
    }
}
