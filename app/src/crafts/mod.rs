//! Crafts (حرفة) and their items: reference data, editable at the desk.

mod entity;
mod reads;

pub use entity::{craft, craft_item};
pub use reads::{Crafts, crafts};
