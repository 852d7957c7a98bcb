//! Places: municipalities (بلدية) with their aliases, districts, branches (فرع), holidays.
//!
//! Reference data, loaded by the migrations from `assets/reference` and edited at the desk.

mod acts;
mod calendar;
mod entity;
mod reads;
mod types;

pub use acts::{MunicipalityForm, is_holiday, remove_holiday, save_branch, save_district, save_holiday, save_municipality};
pub use calendar::{Expected, missing};
pub use reads::{Places, REGIONS, find_by_name, holiday_rows, holidays, places, within};
pub use types::{Branch, BranchForm, District, Holiday, Municipality};
