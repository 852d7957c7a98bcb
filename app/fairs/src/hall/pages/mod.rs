//! Pages of this part.

pub mod plan;
