//! Parts that every page is made of. Each is shown with its states on `/dev/ui`.

mod bits;
mod chart;
mod done;
mod errors;
mod field;
mod lists;
mod markup;
mod page;
mod problems;
mod ratings;
mod shared;
mod todo;

pub use bits::*;
pub use chart::chart;
pub use done::{Done, done};
pub use errors::error_summary;
pub use field::{Asks, Field, check_boxes, group, hidden, radios, send_file, submit, submit_for_good, tick, wrong_in};
pub use lists::{Choices, filter_in_groups, filter_select, pick_one, select, select_in_groups, select_or};
pub use markup::Markup;
pub use page::{Page, render};
pub use problems::problem;
pub use ratings::{Scale, rating_charts, rating_fields, read_ratings};
pub use shared::{Drawn, shared};
pub use todo::{ToDo, todos};
