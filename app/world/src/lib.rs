//! The demo town: a named world that newcomers, tests and `end2end` share. Its people exist only after
//! `souq seed`, which refuses a database that holds anyone else.

mod acting;
mod cohorts;
mod copies;
mod courses;
mod crowd;
mod exhibitions;
mod past;
mod products;
mod residents;
mod standing;
mod town;

pub use acting::{change_product, live_product, signed_in};
pub use cohorts::{cohorts, neighbour_phone, stress_cohorts};
pub use exhibitions::{SEAT, fairs, stress_fair};
pub use past::PastFair;
pub use products::{product_row, title_of};
pub use residents::{DEMO_PASSWORD, DEMO_TOTP_SECRET, FAMILIES, STAFF, StaffMember};
pub use standing::self_member as member;
pub use town::{PICTURES, Stored, console, demo_draft, fill, is_empty, stress};
