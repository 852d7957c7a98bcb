//! Pages of this part.

pub mod jury;
pub mod selection;
