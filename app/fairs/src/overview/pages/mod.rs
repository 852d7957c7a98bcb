//! Pages of this part.

pub mod application;
pub mod fair;
pub mod visit;
