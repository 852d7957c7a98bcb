//! Pages of the committee.

mod list;
mod minute;
mod sitting;

pub use list::list;
pub use minute::minute;
pub use sitting::{accepted_by, sitting};
