//! What the rules of lessons, attendance and the end of a cohort say no with.

use chrono::NaiveDate;

use ground::days;
use ground::error::{Problem, Reason};
use ground::t;

use crate::texts::training;

/// The lesson has not come yet.
pub const LESSON_AHEAD: Reason = Reason(training::lesson_ahead);
/// Attendance was noted, so the lesson stays.
pub const LESSON_HELD: Reason = Reason(training::lesson_held);
/// There are no lessons.
pub const NO_LESSONS: Reason = Reason(training::no_lessons);
/// Somebody's attendance was not noted.
pub const ATTENDANCE_MISSING: Reason = Reason(training::attendance_missing);
/// Somebody was not assessed.
pub const ASSESSMENT_MISSING: Reason = Reason(training::assessment_missing);
/// The code on the screen is an older one.
pub const CODE_OVER: Reason = Reason(training::code_over);
/// The person is not among the trainees.
pub const NOT_OF_COHORT: Reason = Reason(training::not_of_cohort);
/// The trainer noted that the person was not there.
pub const MARKED_ABSENT: Reason = Reason(training::marked_absent);
/// Outside the days of the cohort.
pub const OUTSIDE_COHORT: Problem = Problem::of(training::outside_cohort);
/// No working day among them.
pub const NO_WORKING_DAY: Problem = Problem::of(training::no_working_day);
/// Not an address on the net.
pub const NOT_A_LINK: Problem = Problem::of(training::not_a_link);

/// Another lesson of the cohort meets it on this day.
pub fn lessons_meet(day: NaiveDate) -> Problem {
    Problem::with(|l| t!(l, training.lessons_meet, day = days::date(l, day)))
}

/// The trainer has another lesson then.
pub fn trainer_busy(day: NaiveDate) -> Problem {
    Problem::with(|l| t!(l, training.trainer_busy, day = days::date(l, day)))
}

/// Noted otherwise by somebody else meanwhile; what stands there now.
pub fn marked_meanwhile(mark: &str) -> Problem {
    Problem::with(|l| t!(l, training.marked_meanwhile, mark = mark))
}
/// The code of attendance is shown on the day of the lesson.
pub const CODE_NOT_TODAY: Reason = Reason(training::code_not_today);
