//! What the rules of courses and cohorts say no with.

use ground::error::{Problem, Reason};
use ground::t;

use crate::texts::training;

/// An order by points needs criteria.
pub const NO_CRITERIA: Reason = Reason(training::no_criteria);
/// There are no modules to be assessed.
pub const NO_MODULES: Reason = Reason(training::no_modules);
/// Families of other places only.
pub const ELSEWHERE: Reason = Reason(training::unmet_elsewhere);
/// Families of other crafts only.
pub const NOT_OF_CRAFT: Reason = Reason(training::unmet_craft);
/// The licence ends before the cohort does.
pub const LICENCE_ENDS: Reason = Reason(training::unmet_licence);
/// The family had its turn.
pub const TOOK_IT: Reason = Reason(training::unmet_took);
/// Not before the first day of the cohort.
pub const AFTER_BEGIN: Problem = Problem::of(training::after_begin);
/// Lots are drawn before the cohort begins.
pub const BEFORE_FIRST_DAY: Problem = Problem::of(training::draw_late);
/// Signing up ends before the lots are drawn.
pub const BEFORE_DRAW: Problem = Problem::of(training::before_draw);
/// The cohort begins after its lots are drawn.
pub const AFTER_DRAW: Problem = Problem::of(training::after_draw);
/// A day is left on which lots can be drawn.
pub const NO_DAY_TO_DRAW: Problem = Problem::of(training::no_day_to_draw);
/// What people signed up under stays.
pub const FIXED_NOW: Problem = Problem::of(training::fixed_now);
/// A logo of a partner that is not named.
pub const NO_PARTNER: Problem = Problem::of(training::logo_no_partner);
/// A lesson lies outside these days.
pub const LESSON_OUTSIDE: Problem = Problem::of(training::lesson_outside);
/// A choice of fewer than two answers.
pub const TWO_CHOICES: Problem = Problem::of(training::two_choices);
/// Kept seats open to everyone before the cohort begins.
pub const SPILL_LATE: Problem = Problem::of(training::spill_late);

/// Modules take more hours than the course; how many.
pub fn modules_longer(hours: i64) -> Problem {
    Problem::with(|l| t!(l, training.modules_longer, hours = hours))
}
