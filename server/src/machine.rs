//! What the operating system gives the program: the modes of its files, how many it may open, and room on the disk.

use std::io::{Error, Write};
use std::path::Path;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit};

/// Least room on the disk of the data folder, in bytes: below it nothing personal is taken any more.
const LEAST_ROOM: u64 = 64 * 1024 * 1024;
/// Open files that are not connections: database, assets, files that arrive.
const OTHER_FILES: u64 = 256;

/// From now on files and folders that are made are this user's alone: they hold identity papers, numbers and live links.
pub fn keep_files_private() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Takes as many open files as the system lets the program have: each connection is one.
pub fn open_many_files() {
    let limit = rustix::process::getrlimit(Resource::Nofile);
    let most = Rlimit { current: limit.maximum, maximum: limit.maximum };
    // Where it is refused, fewer connections are taken.
    if let Err(error) = rustix::process::setrlimit(Resource::Nofile, most) {
        tracing::warn!(%error, "the limit of open files stays");
    }
}

/// Connections for which there are open files.
pub fn most_connections() -> usize {
    let files = rustix::process::getrlimit(Resource::Nofile).current;
    files.map_or(usize::MAX, |files| usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX).max(16))
}

/// Whether a file can be made and written in a folder.
pub fn takes_files(folder: &Path) -> Result<(), Error> {
    tempfile::tempfile_in(folder)?.write_all(b"room")
}

/// Whether there is room for what people send.
pub fn has_room(folder: &Path) -> bool {
    let free = rustix::fs::statvfs(folder).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    free.is_ok_and(|free| free >= LEAST_ROOM) && takes_files(folder).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_where_files_can_be_made() {
        let folder = tempfile::tempdir().unwrap();
        assert!(has_room(folder.path()));
        assert!(!has_room(&folder.path().join("gone")));
        // A file system on which nobody makes files.
        assert!(!has_room(Path::new("/proc")) && takes_files(Path::new("/proc")).is_err());
    }
}
