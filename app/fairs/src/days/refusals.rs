//! What the rules of the days of a fair, and of its accounts, say no with.

use crate::texts::fairs;
use ground::error::{Problem, Reason};

/// Not a day of the fair, or one that has not come.
pub const NOT_A_DAY_OF_FAIR: Reason = Reason(fairs::not_a_day_of_fair);
/// The last day of the fair has not come.
pub const FAIR_GOES_ON: Reason = Reason(fairs::fair_goes_on);
/// What was brought is not accounted for.
pub const GOODS_OPEN: Reason = Reason(fairs::goods_open);
/// Accounts of a family are open.
pub const ACCOUNTS_OPEN: Reason = Reason(fairs::accounts_open);
/// More sold, returned and damaged than was brought.
pub const MORE_THAN_BROUGHT: Problem = Problem::of(fairs::more_than_brought);
/// Somebody else counted some of it since the form was opened.
pub const COUNTED_MEANWHILE: Problem = Problem::of(fairs::counted_meanwhile);
