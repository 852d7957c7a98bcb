//! What the rules of certificates say no with.

use ground::error::Problem;

use crate::texts::training;

/// No certificate has this code.
pub const NO_CERTIFICATE: Problem = Problem::of(training::verify_none);
