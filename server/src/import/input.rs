//! What an import is given.

use std::path::PathBuf;

use bytes::Bytes;

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Checks and reports only.
    pub dry_run: bool,
    /// One bad row keeps all rows out.
    pub all_or_nothing: bool,
    /// Folder with the photos that the `image` column names.
    pub photos: Option<PathBuf>,
}

/// The files of an import.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Families.
    pub families: Option<Bytes>,
    /// Products.
    pub products: Option<Bytes>,
}
