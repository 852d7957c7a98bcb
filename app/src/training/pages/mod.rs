//! Pages of training.

mod apply;
mod desk;
mod forms;
mod mine;
mod public;

pub use apply::apply;
pub use desk::{desk, desk_cohort};
pub use forms::{cohort_form, course_form};
pub use mine::mine;
pub use public::{cohort, course, courses};
