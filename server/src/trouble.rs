//! Errors of the world outside, as outcomes of the application.

use std::fmt::Display;

use ground::error::{AppError, Incident};

/// Ours to mend: logged once, shown as a code.
pub fn unexpected(error: impl Display) -> AppError {
    AppError::Unexpected(Incident::log(&error))
}

/// The store does not answer now.
pub fn away(error: impl Display) -> AppError {
    AppError::Unavailable(Incident::log(&error))
}
