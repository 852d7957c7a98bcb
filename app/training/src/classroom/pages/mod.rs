//! Pages of this part of training.

mod desk;
mod parts;
mod room;

pub use desk::desk_room;
pub use room::room;
