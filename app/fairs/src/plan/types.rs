//! Plans of fairs, and what is typed about them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::entity::fair;
use crate::plan::entity::budget;
use crate::plan::rules::Terms;
use crate::rules::FairKind;
use ground::ids::FairId;
use ground::money::Money;

/// A fair as it is typed.
#[derive(Debug, Clone)]
pub struct FairForm {
    /// Name.
    pub name_ar: String,
    /// In English.
    pub name_en: String,
    /// How far from home.
    pub kind: FairKind,
    /// Where it is; for a fair abroad, whose branch takes families there.
    pub municipality: String,
    /// Where in it.
    pub venue: String,
    /// What is near it.
    pub landmark: String,
    /// City abroad.
    pub city: String,
    /// Country abroad.
    pub country: String,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Hours of each day, `09:00`.
    pub hours: (String, String),
    /// Who holds it.
    pub organiser: String,
    /// With whom.
    pub partners: String,
    /// What it is about.
    pub about: String,
    /// What is paid for.
    pub costs: String,
    /// Whom to ask.
    pub contact: String,
    /// First and last day of applying; none where nobody applies.
    pub call: Option<(NaiveDate, NaiveDate)>,
    /// Only families with the quality mark.
    pub needs_mark: bool,
    /// Only these crafts; all when empty.
    pub crafts: BTreeSet<String>,
    /// Only these regions; all when empty.
    pub regions: BTreeSet<String>,
    /// Who of the staff goes there.
    pub team: BTreeSet<i64>,
    /// The fair whose plan of the hall is taken over by a new one.
    pub hall_from: Option<FairId>,
    /// What is paid, planned and spent, by its place.
    pub budget: Vec<(i64, String, Money, Money)>,
}

/// When a fair is, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Its days are still to come.
    Coming,
    /// It is held now.
    Running,
    /// It is over, or was called off.
    Past,
}

/// Fairs that everyone sees, by their days.
#[derive(Debug, Clone, Default)]
pub struct Fairs {
    /// To come, the next first.
    pub coming: Vec<fair::Model>,
    /// Held now.
    pub running: Vec<fair::Model>,
    /// Over, the latest first.
    pub past: Vec<fair::Model>,
}

/// What stands in the way of a plan, or ought to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// The same hall on the same days.
    Venue(String),
    /// The same person of the staff: who, and the other fair.
    Team(String, String),
    /// So many families take part in another fair, too.
    Families(usize, String),
    /// An official holiday: its name and day.
    Holiday(String, NaiveDate),
    /// Days in Ramadan.
    Ramadan,
}

/// A fair of a year's plan with what stands in its way.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The fair.
    pub fair: fair::Model,
    /// What stands in its way.
    pub clashes: Vec<Clash>,
}

/// A fair for the desk with everything that its plan says.
#[derive(Debug, Clone)]
pub struct FairPlan {
    /// The fair.
    pub fair: fair::Model,
    /// Whether the actor plans it, and does not only read.
    pub reached: bool,
    /// Who may apply.
    pub terms: Terms,
    /// Names of its team.
    pub team: Vec<(ground::ids::PersonId, String)>,
    /// Lines of its budget.
    pub budget: Vec<budget::Model>,
    /// What stands in its way.
    pub clashes: Vec<Clash>,
}

/// Lines of a budget that a form has room for.
pub const BUDGET: i64 = 6;
