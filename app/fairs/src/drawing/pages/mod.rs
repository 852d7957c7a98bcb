//! Pages of this part.

pub mod booth;
mod forms;
pub mod hall;
