//! How a selection stands, and what came of it.

use std::collections::HashMap;

use crate::selection::rules::ReviewState;
use crate::types::{Application, Fair};
use cases::casework::Objected;
use cases::committee::Standing;
use ground::ids::FairApplicationId;

/// What is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its place, from one.
    pub position: i64,
    /// What it is called.
    pub title: String,
    /// What it counts.
    pub weight: i64,
}

/// A place in the proposal, in tenths of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// The application.
    pub application: FairApplicationId,
    /// Its place, from one.
    pub place: i64,
    /// Score of the jurors.
    pub score: i64,
    /// How many fairs the family went to lately.
    pub recent: i64,
    /// Points taken for them.
    pub rotation: i64,
    /// Points taken for its region and craft.
    pub balance: i64,
    /// What is left.
    pub total: i64,
}

/// What a juror is asked to look at, by its number: nothing says whose it is.
#[derive(Debug, Clone)]
pub struct Blind {
    /// Number.
    pub number: i64,
    /// How the juror stands to it.
    pub state: ReviewState,
}

/// An application before a juror, with what the juror gave already.
#[derive(Debug, Clone)]
pub struct Before {
    /// The fair.
    pub fair: Fair,
    /// The application; whose it is is for nobody.
    pub(crate) application: FairApplicationId,
    /// How the juror stands to it.
    pub state: ReviewState,
    /// What the juror wrote.
    pub words: String,
    /// Criteria in order, with the points given.
    pub criteria: Vec<(Criterion, Option<i64>)>,
}

/// How a published result came about, for who applied.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Each criterion with its weight and the mean of the points given, in tenths.
    pub criteria: Vec<(String, i64, i64)>,
    /// The place that the proposal gave, with its arithmetic.
    pub place: Option<Proposed>,
}

/// An application under review.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The application.
    pub application: Application,
    /// Name of the family.
    pub name: String,
    /// Scores that it has.
    pub scores: usize,
}

/// What one juror gave on the average, without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mean {
    /// How many applications.
    pub scored: usize,
    /// In tenths of points out of a hundred.
    pub mean: i64,
}

/// A selection for the desk.
pub struct Selection {
    /// The fair.
    pub fair: Fair,
    /// Whether the actor plans it.
    pub reached: bool,
    /// Scores that each application needs.
    pub least_scores: i64,
    /// Points taken for each fair that a family went to lately.
    pub rotation: i64,
    /// Points taken for a region and craft that all chosen share.
    pub balance: i64,
    /// Its criteria.
    pub criteria: Vec<Criterion>,
    /// Applications under review.
    pub reviewed: Vec<Reviewed>,
    /// What each juror gave.
    pub means: Vec<Mean>,
    /// The proposal in its order.
    pub places: Vec<Proposed>,
    /// The most that anybody who was left had when a place was given, in tenths; the last place was compared with nobody.
    pub compared: HashMap<FairApplicationId, i64>,
    /// Booths that can be given.
    pub room: u64,
    /// Whether scores and proposal can still move: no sitting has read the files.
    pub scoring: bool,
    /// The sitting, if it was called.
    pub sitting: Option<Standing>,
    /// Objections with the family's name, those that wait first.
    pub objections: Vec<(Objected, Application, String)>,
}

/// What came of an application that is objected to, for who hears the objection.
#[derive(Debug)]
pub struct Contested {
    /// The fair.
    pub fair: Fair,
    /// The application as it stands.
    pub application: Application,
    /// The family's name.
    pub name: String,
    /// Its scores and its place in the proposal.
    pub came: Option<Outcome>,
}
