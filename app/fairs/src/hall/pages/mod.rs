//! Pages of this part.

pub mod hall;
