//! Pages of the application.

mod case_panel;
mod check;
mod parts;
mod sent;
mod start;
mod tasks;

pub use case_panel::{Audience, application_panel, case_panel, correction_panel};
pub use check::check;
pub use parts::part;
pub use sent::sent;
pub use start::{consent_way, start_for};
pub use tasks::{standing, tasks};
