//! What the desk answers: a file for each group of its addresses.

pub mod cases;
mod minutes;
mod reference;
mod register;
mod staff;

pub use cases::case_with;

use ground::route::Entry;

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    [cases::entries(), register::entries(), reference::entries(), staff::entries(), minutes::entries()].into_iter().flatten().collect()
}
