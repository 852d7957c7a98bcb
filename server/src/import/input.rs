//! What an import is given.

use std::io::Read;
use std::path::PathBuf;

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

/// A file as it comes in.
pub type Source<'a> = Box<dyn Read + Send + 'a>;

/// The files of an import.
pub struct Files<'a> {
    /// Families.
    pub families: Option<Source<'a>>,
    /// Products.
    pub products: Option<Source<'a>>,
}
