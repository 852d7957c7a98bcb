//! Forms with files. Plain multipart; the island sends the same form with smaller photos.
//!
//! Whether this person may send is asked before a byte is read. On a problem the page of the form comes again, with what was
//! typed beside the file.

mod fairs;
mod families;
mod receive;
mod training;

use ground::route::Entry;

/// Lines of the URL table that receive files.
pub fn entries() -> Vec<Entry> {
    [families::entries(), fairs::entries(), training::entries()].into_iter().flatten().collect()
}
