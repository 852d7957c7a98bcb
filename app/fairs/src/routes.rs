//! Lines of the URL table of this wing.

use crate::{applications, booths, days, drawing, overview, plan, preparation, record, selection};
use ground::route::Entry;

/// All of them.
pub fn entries() -> Vec<Entry> {
    let before = [plan::routes::entries(), drawing::routes::entries(), applications::routes::entries(), selection::routes::entries()];
    let after = [preparation::routes::entries(), booths::routes::entries(), days::routes::entries()];
    let last = [record::routes::entries(), overview::routes::entries()];
    before.into_iter().chain(after).chain(last).flatten().collect()
}
