//! What is made of every sub-area.

use crate::applications::types::Whole;
use crate::days::types::OwnAccount;
use crate::plan::rules::Terms;
use crate::plan::types::{Particulars, Results};
use crate::preparation::types::{Line, Ride};
use crate::record::types::Went;
use crate::selection::types::Outcome;
use crate::types::{Application, Fair};
use cases::casework::Objected;
use ground::error::Reason;
use people::media::Photo;

/// One fair as everyone sees it.
pub struct PublicFair {
    /// The fair.
    pub fair: Fair,
    /// What is said of it.
    pub particulars: Particulars,
    /// Who may apply, from its call until its results.
    pub terms: Terms,
    /// Its results, once they are published.
    pub results: Option<Results>,
    /// Whether there is a guide to who is where.
    pub guided: bool,
    /// Its photos, once it began.
    pub photos: Vec<Photo>,
    /// Who was there, once it is over.
    pub went: Option<Went>,
    /// How its reader stands to it, as far as that is known.
    pub own: Option<Own>,
}

/// How a reader who is signed in stands to a fair.
pub enum Own {
    /// One's own family applied.
    Applied(Box<Application>),
    /// It cannot apply while others do, and why.
    Lacks(Reason),
}

/// What a family that takes part must know.
pub struct Visit {
    /// Its application with everything in it.
    pub whole: Whole,
    /// What is said of the fair.
    pub particulars: Particulars,
    /// The number of its booth, once it was told.
    pub booth: String,
    /// The bus and the room in which it has places.
    pub rides: Vec<Ride>,
}

/// What came of one application, and what is ahead of it.
pub struct Outlook {
    /// One's own scores and the proposal.
    pub came: Option<Outcome>,
    /// What was objected.
    pub objected: Option<Objected>,
    /// The number of its booth, once it was told.
    pub booth: String,
    /// What is left to do before the fair.
    pub ready: Vec<Line>,
    /// What one sees of one's own accounts.
    pub account: OwnAccount,
}
