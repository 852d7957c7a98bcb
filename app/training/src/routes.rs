//! The lines of the URL table about training.

use crate::{certificates, classroom, courses, enrolment, figures, lessons};
use ground::route::Entry;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    [
        courses::routes::entries(),
        enrolment::routes::entries(),
        lessons::routes::entries(),
        certificates::routes::entries(),
        figures::posts::entries(),
        classroom::routes::entries(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
