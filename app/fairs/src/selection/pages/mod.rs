//! Pages of this part.

pub mod jury;
pub mod objection;
pub mod selection;
