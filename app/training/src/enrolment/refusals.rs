//! What the rules of signing up and of seats say no with.

use ground::error::{Problem, Reason};

use crate::texts::training;

/// Families cannot sign up now.
pub const WINDOW_CLOSED: Reason = Reason(training::window_closed);
/// Families still sign up.
pub const WINDOW_OPEN: Reason = Reason(training::window_open);
/// Somebody who signed up was not looked at yet.
pub const NOT_SCREENED: Reason = Reason(training::not_screened);
/// The offer was not answered in time.
pub const OFFER_OVER: Reason = Reason(training::offer_over);
/// A file that is asked for was not sent.
pub const FILE_MISSING: Reason = Reason(training::file_missing);
/// Somebody's points are missing.
pub const POINTS_MISSING: Reason = Reason(training::order_points_missing);
/// Nobody was told when lots are drawn.
pub const DRAW_NOT_ANNOUNCED: Reason = Reason(training::draw_not_announced);
/// The announced time has not come.
pub const DRAW_AHEAD: Reason = Reason(training::draw_ahead);
/// Too soon for everyone to know of it.
pub const DRAW_SOON: Problem = Problem::of(training::draw_soon);
/// Families still sign up then.
pub const DRAW_IN_WINDOW: Problem = Problem::of(training::draw_in_window);
/// The family has no account of its own.
pub const NO_ACCOUNT: Reason = Reason(training::no_account);
/// The cohort has begun.
pub const COHORT_BEGUN: Reason = Reason(training::cohort_begun);
/// This person signed up for the course already.
pub const ENROLLED_ALREADY: Problem = Problem::of(training::enrolled_already);
