//! Pages of this part.

pub mod booths;
pub mod guide;
pub mod signs;
