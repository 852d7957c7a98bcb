//! Pages of this part.

pub mod desk;
pub mod form;
pub mod public;
pub mod spending;
pub mod stages;
