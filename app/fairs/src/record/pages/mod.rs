//! Pages of this part.

pub mod feedback;
pub mod files;
pub mod report;
