//! What the rules of sittings say no with.

use crate::texts::committee;
use ground::error::Reason;

/// Too few committee members are appointed.
pub const NO_COMMITTEE: Reason = Reason(committee::no_committee);

/// Too few members are present.
pub const NO_QUORUM: Reason = Reason(committee::no_quorum);

/// The day of the sitting has not come.
pub const NOT_THE_DAY: Reason = Reason(committee::not_the_day);

/// The member is not present.
pub const NOT_PRESENT: Reason = Reason(committee::not_present);

/// A file has too few votes.
pub const NOT_VOTED: Reason = Reason(committee::not_voted);

/// There is nobody to decide about.
pub const NOBODY_THERE: Reason = Reason(committee::nobody_there);
