//! Pages of the catalogue.

mod brief;
mod card;
mod case_panel;
mod check;
mod crafts;
mod list;
mod mine;
mod overview;
mod paused;
mod photos;
mod price;
mod product;
mod report;
mod stepper;
mod storefront;
mod what;
mod written;

pub use brief::brief;
pub use card::cards;
pub use case_panel::{case_panel, report_panel};
pub use check::{check, sent};
pub use crafts::{craft, craft_tiles, crafts};
pub use list::list;
pub use mine::mine;
pub use overview::overview;
pub use paused::paused;
pub use photos::photos;
pub use price::price;
pub use product::product;
pub use report::{report, reported};
pub use stepper::STEPS;
pub use storefront::storefront;
pub use what::what;
pub use written::written_panel;
