//! Lines of the URL table of this wing.

use crate::{applications, booths, days, hall, overview, plan, preparation, record, selection};
use ground::route::Entry;

/// All of them.
pub fn entries() -> Vec<Entry> {
    let before = [plan::posts::entries(), hall::posts::entries(), applications::posts::entries(), selection::posts::entries()];
    let after = [preparation::posts::entries(), booths::posts::entries(), days::posts::entries(), days::posts::labels::entries()];
    let last = [record::posts::entries(), overview::posts::entries()];
    before.into_iter().chain(after).chain(last).flatten().collect()
}
