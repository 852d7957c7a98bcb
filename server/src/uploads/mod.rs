//! Forms with files. Plain multipart; the island sends the same form with smaller photos.
//!
//! Whether this person may send, and whether there is a place, is asked before a byte is read; what arrives goes to a file. On a problem the page of the form comes again, with what was
//! typed beside the file.

mod fairs;
mod families;
mod places;
mod receive;
mod training;

use ground::route::Entry;

pub use families::PHOTOS;
pub use places::Uploads;
pub(crate) use receive::{NotArrived, arriving};

/// Lines of the URL table that receive files.
pub fn entries() -> Vec<Entry> {
    [families::entries(), fairs::entries(), training::entries()].into_iter().flatten().collect()
}
