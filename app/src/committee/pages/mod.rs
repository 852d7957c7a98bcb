//! Pages of the committee.

mod list;
mod sitting;

pub use list::list;
pub use sitting::sitting;
