//! Pages of this part.

pub mod accounts;
pub mod goods;
pub mod own;
pub mod packing;
pub mod presence;
