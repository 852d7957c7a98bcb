//! Parts that every page is made of. Each is shown with its states on `/dev/ui`.

mod bits;
mod field;
mod page;
mod problems;

pub use bits::*;
pub use field::{Field, check_boxes, error_summary, filter_select, hidden, radios, select, submit, tick};
pub use page::{Page, render};
pub use problems::{problem, reason};
