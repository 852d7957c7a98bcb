//! Plans of fairs, and what is typed about them.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use crate::plan::rules::Terms;
use crate::rules::application::ApplicationState;
use crate::rules::{FairKind, FairState};
use crate::types::Fair;
use ground::ids::{FairId, PersonId};
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
    pub hours: (NaiveTime, NaiveTime),
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
    /// What is paid.
    pub budget: Vec<BudgetLine>,
    /// What was spent on lines of the budget, by their place, when the form was opened.
    pub seen: Vec<(i64, Money)>,
}

/// What was spent on a line of a budget, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill {
    /// Its place.
    pub position: i64,
    /// What was typed.
    pub spent: Money,
    /// What stood there when the form was opened.
    pub seen: Money,
}

/// A line of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetLine {
    /// Its place, from one.
    pub position: i64,
    /// What is paid.
    pub title: String,
    /// What it is to cost.
    pub planned: Money,
    /// What it cost.
    pub spent: Money,
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

impl When {
    /// When a fair is, seen from a day.
    pub fn of(fair: &Fair, today: NaiveDate) -> When {
        if fair.ends_on < today || matches!(fair.state, FairState::Closed | FairState::Settled | FairState::Cancelled) {
            When::Past
        } else if fair.starts_on <= today {
            When::Running
        } else {
            When::Coming
        }
    }
}

/// Fairs that everyone sees, by their days.
#[derive(Debug, Clone, Default)]
pub struct Fairs {
    /// To come, the next first.
    pub coming: Vec<Fair>,
    /// Held now.
    pub running: Vec<Fair>,
    /// Over, the latest first.
    pub past: Vec<Fair>,
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

/// What is said of a fair beside its days and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particulars {
    /// What it is about.
    pub about: String,
    /// Who holds it; empty where the Authority does.
    pub organiser: String,
    /// With whom.
    pub partners: String,
    /// What is paid for.
    pub costs: String,
    /// Whom to ask.
    pub contact: String,
    /// Why it does not take place.
    pub why_cancelled: String,
}

/// How the results of a fair came about, published with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// Reference numbers in their order, with where each stands.
    pub order: Vec<(String, ApplicationState)>,
    /// Points taken for each fair that a family went to lately.
    pub rotation: i64,
    /// Points taken for a region and craft that all chosen share.
    pub balance: i64,
    /// What lots among equals were drawn from.
    pub seed: Option<String>,
}

/// A fair of a year's plan with what stands in its way.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The fair.
    pub fair: Fair,
    /// What stands in its way.
    pub clashes: Vec<Clash>,
}

/// The plan of a year, for the desk.
pub struct YearPlan {
    /// The year.
    pub year: i32,
    /// Fairs in it.
    pub planned: Vec<Planned>,
    /// Whether the actor plans, and does not only read.
    pub plans: bool,
}

/// A fair for the desk with everything that its plan says.
#[derive(Debug, Clone)]
pub struct FairPlan {
    /// The fair.
    pub fair: Fair,
    /// What is said of it.
    pub particulars: Particulars,
    /// Whether the actor plans it, and does not only read.
    pub reached: bool,
    /// Who may apply.
    pub terms: Terms,
    /// Names of its team.
    pub team: Vec<(PersonId, String)>,
    /// What is paid.
    pub budget: Vec<BudgetLine>,
    /// What stands in its way.
    pub clashes: Vec<Clash>,
    /// How many people came to see it, once somebody counted.
    pub visitors: Option<i64>,
}

/// How many applications of a fair stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct States(pub Vec<(ApplicationState, i64)>);

impl States {
    /// How many stand in one of these.
    pub fn among(&self, states: &[ApplicationState]) -> u64 {
        self.0.iter().filter(|(state, _)| states.contains(state)).map(|(_, n)| n.unsigned_abs()).sum()
    }

    /// How many were sent, and were neither taken back nor refused.
    pub fn standing(&self) -> u64 {
        let out = [ApplicationState::Draft, ApplicationState::Withdrawn, ApplicationState::Refused];
        self.0.iter().filter(|(state, _)| !out.contains(state)).map(|(_, n)| n.unsigned_abs()).sum()
    }
}

/// Lines of a budget that a form has room for.
pub const BUDGET: i64 = 6;
