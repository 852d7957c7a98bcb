//! Why a rule says no.

use std::fmt;

use crate::texts::{Locale, Text, problems};

/// Why a rule says no: its text. Each area says its own in its file `refusals.rs`; those that many share stand here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Reason(
    /// What the reader is told.
    pub Text,
);

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reason").field(&self.0.key).finish()
    }
}

impl Reason {
    /// In the reader's language.
    pub fn text(self, l: Locale) -> String {
        self.0.text(l)
    }
}

impl Reason {
    /// The thing is not in a state in which this can be done; someone may have been faster.
    pub const NOT_NOW: Self = Self(problems::not_now);
    /// Something is still missing before it can be sent.
    pub const INCOMPLETE: Self = Self(problems::incomplete);
    /// Nothing was chosen.
    pub const NOTHING_CHOSEN: Self = Self(problems::nothing_chosen);
}
