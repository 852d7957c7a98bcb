//! What the rules of a case say no with.

use crate::texts::casework;
use ground::error::Reason;

/// One's own application is decided by others.
pub const OWN_CASE: Reason = Reason(casework::own_case);

/// Who recommended does not decide.
pub const RECOMMENDED: Reason = Reason(casework::recommended);

/// Who asks to take a decision back does not do it.
pub const ASKED_BACK: Reason = Reason(casework::asked_back);

/// The minutes in which one may take back what one has approved oneself are over.
pub const UNDO_TOO_LATE: Reason = Reason(casework::undo_too_late);

/// Who decided does not hear the objection.
pub const DECIDED_BEFORE: Reason = Reason(casework::decided_before);

/// The days for an objection are over.
pub const OBJECTION_TOO_LATE: Reason = Reason(casework::objection_too_late);
