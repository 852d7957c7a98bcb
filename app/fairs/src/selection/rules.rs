//! How a selection stands: jurors, objections, what an officer sets.

use cases::casework::last_day_to_object;
use chrono::NaiveDate;

use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::Fair;
use ground::actor::Role;
use ground::states::States;
use ground::texts::Locale;
use ground::{codes, t};

/// The last day on which a result can be objected to.
pub fn last_day(fair: &Fair) -> Option<NaiveDate> {
    last_day_to_object(fair.published_on?)
}

/// Whether somebody can object to what became of an application now.
pub fn may_object(fair: &Fair, state: ApplicationState, today: NaiveDate) -> bool {
    let open = matches!(fair.state, FairState::ResultsPublished | FairState::SetUp);
    let against = matches!(state, ApplicationState::Refused | ApplicationState::Waitlisted);
    open && against && last_day(fair).is_some_and(|last| today <= last)
}

/// Who scores.
pub const JURORS: &[Role] = &[Role::CommitteeMember];

codes! {
    /// How a juror stands to an application.
    ReviewState {
        /// Is to score it.
        Asked = "asked",
        /// Scored it.
        Given = "given",
        /// Has ties to it, and does not score it.
        Tied = "tied",
    }
}

/// What a juror does with an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewMove {
    /// Scores it; until results are published also anew.
    Score,
    /// Has ties to it.
    Declare,
}

impl States for ReviewState {
    type Move = ReviewMove;
    const FIRST: Self = ReviewState::Asked;

    fn after(self, by: ReviewMove) -> Option<Self> {
        use ReviewMove as M;
        use ReviewState as S;
        match (self, by) {
            (S::Asked | S::Given, M::Score) => Some(S::Given),
            (S::Asked | S::Given, M::Declare) => Some(S::Tied),
            _ => None,
        }
    }
}

/// Criteria that a fair begins with, with their weights: quality, workmanship, presentation, fit, heritage.
pub fn usual_criteria() -> Vec<(String, i64)> {
    let l = Locale::Ar;
    vec![
        (t!(l, fairs.criterion_quality), 30),
        (t!(l, fairs.criterion_workmanship), 25),
        (t!(l, fairs.criterion_presentation), 15),
        (t!(l, fairs.criterion_fit), 15),
        (t!(l, fairs.criterion_heritage), 15),
    ]
}

/// What an officer sets before jurors are given anything.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Criteria with their weights.
    pub criteria: Vec<(String, i64)>,
    /// Scores that each application needs.
    pub least_scores: i64,
    /// Points taken for each fair that a family went to lately.
    pub rotation: i64,
    /// Points taken for a region and craft that all chosen share.
    pub balance: i64,
}
