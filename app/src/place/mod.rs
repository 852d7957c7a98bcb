//! Places: municipalities (بلدية) with their aliases, districts, branches (فرع), holidays.
//!
//! Reference data, loaded by the migrations from `assets/reference`.

mod entity;
mod reads;

pub use entity::{branch, holiday, municipality};
pub use reads::{Places, REGIONS, find_by_name, holidays, places};
