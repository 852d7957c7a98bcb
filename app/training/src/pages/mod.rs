//! Pages of training.

mod apply;
mod attendance;
mod certificate;
mod desk;
mod figures;
mod forms;
mod lessons;
mod mine;
mod progress;
mod public;
mod room;
mod signed_up;

pub use apply::{Asked, apply};
pub use attendance::{list, scan, scanned, screen, sheet};
pub use certificate::{certificate, certificates, verify};
pub use desk::{desk, desk_cohort, propose};
pub use figures::{figures, section as figures_section};
pub use forms::{cohort_form, course_form, criterion_rows};
pub use lessons::{change_lesson, lessons, teaching};
pub use mine::mine;
pub use progress::progress;
pub use public::{cohort, course, courses};
pub use room::{desk_room, room};
