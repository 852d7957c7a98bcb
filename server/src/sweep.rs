//! Files of the store that no row knows: left behind when the program ended, or a disk was full, between bytes and row.

use chrono::{DateTime, TimeDelta, Utc};
use futures::TryStreamExt;
use ground::error::AppError;
use people::media::{self, Kind};

use crate::state::State;
use crate::trouble::away;

/// How long a file may be without a row: whoever writes one has its row soon after.
pub const WITHOUT_ROW: TimeDelta = TimeDelta::days(1);
/// Files that the database is asked about at a time.
const AT_ONCE: usize = 500;

/// The address in the name of a file: `photos/<address>-640.webp`, `documents/<address>`.
fn address_in(name: &str) -> Option<&str> {
    let (_, file) = name.rsplit_once('/')?;
    let address = file.split('-').next()?;
    (address.len() == 64 && address.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(address)
}

/// Erases photos and documents that were written before a time and that no row knows. Gives how many files it erased. What has
/// another name is not ours and stays.
pub async fn sweep(state: &State, before: DateTime<Utc>) -> Result<u64, AppError> {
    let mut erased = 0;
    for (folder, kind) in [("photos", Kind::Photo), ("documents", Kind::Document)] {
        let mut names = state.blobs.older(folder, before).try_chunks(AT_ONCE);
        while let Some(names) = names.try_next().await.map_err(|error| away(error.1))? {
            let addresses = names.iter().filter_map(|name| address_in(name)).map(str::to_owned).collect();
            let known = media::known(state.db.read(), addresses, kind).await?;
            for name in names.iter().filter(|name| address_in(name).is_some_and(|address| !known.contains(address))) {
                erased += u64::from(state.blobs.delete_older(name, before).await.map_err(away)?);
            }
        }
    }
    Ok(erased)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_have_an_address() {
        let address = "0a".repeat(32);
        assert_eq!(address_in(&format!("photos/{address}-640.webp")), Some(address.as_str()));
        assert_eq!(address_in(&format!("documents/{address}")), Some(address.as_str()));
        for other in ["photos/readme.txt", "photos/", "souq.sqlite", "documents/0a0a"] {
            assert_eq!(address_in(other), None, "{other}");
        }
    }
}
