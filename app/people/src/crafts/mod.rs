//! Crafts (حرفة) and their items: reference data, edited at the desk.

mod acts;
mod entity;
mod reads;
mod types;

pub use acts::{CraftForm, ItemForm, add_craft, save_craft, save_item};
pub use reads::{Crafts, crafts};
pub use types::{Craft, Item};
