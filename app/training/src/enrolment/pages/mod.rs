//! Pages of this part of training.

mod apply;
mod desk;
mod mine;
mod signed_up;

pub use apply::apply;
pub use desk::{desk_cohort, propose};
pub use mine::mine;
