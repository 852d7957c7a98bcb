//! Who has which booth, and how it came about.

use crate::hall::types::Hall;
use crate::rules::application::DayPart;
use crate::types::{Application, Fair};
use ground::ids::{BoothId, FairApplicationId, FamilyId};
use people::media::Photo;

/// How booths of a fair were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// What lots were drawn from.
    pub seed: String,
    /// What the whole is worth; more is better.
    pub score: i64,
}

/// How a booth came to a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giver {
    /// The allocation gave it.
    Allocation,
    /// An officer did.
    Officer,
}

/// A booth that was given to a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The application.
    pub application: FairApplicationId,
    /// The booth.
    pub booth: BoothId,
    /// How it came to it.
    pub by: Giver,
}

/// A family that is to have a booth.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Its application.
    pub application: Application,
    /// Its name.
    pub name: String,
}

/// A booth with who is in it, for the guide.
#[derive(Debug, Clone)]
pub struct Exhibitor {
    /// The application.
    pub application: FairApplicationId,
    /// The family.
    pub family: FamilyId,
    /// Its Arabic name.
    pub name_ar: String,
    /// Its English name; may be empty.
    pub name_en: String,
    /// Address of its storefront.
    pub slug: String,
    /// The booth.
    pub booth: BoothId,
    /// Its number.
    pub number: String,
    /// Which part of each day.
    pub part: DayPart,
    /// Crafts.
    pub crafts: String,
}

/// Who has which booth at a fair, for the desk.
pub struct Booths {
    /// The fair.
    pub fair: Fair,
    /// Whether the actor plans it.
    pub reached: bool,
    /// Its hall.
    pub hall: Option<Hall>,
    /// The picture of its place.
    pub picture: Option<Photo>,
    /// Who is to have a booth.
    pub guests: Vec<Guest>,
    /// Booths that were given.
    pub given: Vec<Given>,
    /// How it was made, if it was.
    pub made: Option<Allocation>,
}

/// What the guide of a fair is made of.
pub struct Guide {
    /// The fair.
    pub fair: Fair,
    /// Its hall.
    pub hall: Option<Hall>,
    /// The picture of its place.
    pub picture: Option<Photo>,
    /// Who is where.
    pub exhibitors: Vec<Exhibitor>,
}
