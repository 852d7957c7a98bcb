//! Pages of this part of training.

mod desk;
mod mine;
mod parts;
pub use desk::desk_classroom;
pub use mine::classroom;
