//! Keys of who signs up.

use ground::seal::Sealed;

/// Keys of persons are made from numbers of twelve digits. Who left has another one.
pub const SEALED: Sealed = Sealed { table: "enrolment", column: "person_key", rows: "person_key NOT LIKE 'left-%'" };
