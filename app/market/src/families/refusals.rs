//! What the rules of families say no with.

use crate::texts::families;
use ground::error::{Problem, Reason};

/// The family is not licensed at present.
pub const NOT_LICENSED: Reason = Reason(families::not_licensed);

/// Who was asked to change something has begun to.
pub const BEGUN: Reason = Reason(families::begun);

/// An objection is being heard; what it is about stays as it was decided upon.
pub const OBJECTION_OPEN: Reason = Reason(families::objection_open);

/// Registered already; the Authority looks into it.
pub const IDENTITY_HELD: Problem = Problem::of(families::identity_held);

/// A licensed family keeps somebody with an identity number.
pub const LAST_IDENTITY: Problem = Problem::of(families::last_identity);

/// A later correction of the same holds or waits.
pub const CORRECTION_NEWER: Problem = Problem::of(families::correction_newer);

/// A correction of the same waits already.
pub const CORRECTION_WAITS: Problem = Problem::of(families::refused_correction_waits);

/// The member is not in the family any longer.
pub const MEMBER_GONE: Problem = Problem::of(families::member_gone);

/// Nothing is kept of a family before it has agreed to that.
pub const CONSENT_FIRST: Reason = Reason(families::consent_first);

/// Consent is needed to go on.
pub const CONSENT_NEEDED: Problem = Problem::of(families::consent_needed);

/// The owner of this phone has a family already.
pub const FAMILY_THERE: Problem = Problem::of(families::family_there);

/// Another family bears this trade name; saved once more, it is kept.
pub const NAME_BORNE: Problem = Problem::of(families::name_borne);

/// Not an identity number of its kind.
pub const NOT_AN_IDENTITY: Problem = Problem::of(families::not_an_identity);
