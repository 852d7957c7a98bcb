//! Pages of this part of training.

mod apply;
mod desk;
mod mine;
mod objection;
mod signed_up;

pub use apply::apply;
pub use desk::{desk_cohort, propose};
pub use mine::mine;
pub use objection::case_panel;
