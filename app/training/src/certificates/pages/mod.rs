//! Pages of this part of training.

mod desk;
mod verify;

pub use desk::certificates;
pub use verify::{certificate, verify};
