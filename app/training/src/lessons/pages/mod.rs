//! Pages of this part of training.

mod attendance;
mod lessons;
mod progress;

pub use attendance::{list, scan, scanned, screen, sheet};
pub use lessons::{change_lesson, lessons, teaching};
pub use progress::progress;
