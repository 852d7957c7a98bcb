//! Pages of this part.

pub mod desk;
pub mod mine;
