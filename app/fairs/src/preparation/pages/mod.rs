//! Pages of this part.

pub mod checklist;
pub mod journeys;
