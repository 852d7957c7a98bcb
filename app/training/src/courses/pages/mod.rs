//! Pages of this part of training.

mod desk;
mod forms;
mod public;

pub use desk::desk;
pub use forms::{cohort_form, course_form, criterion_rows};
pub use public::{cohort, course, courses};
pub(crate) use public::{completes, draw_time, drawn, quotas};
