//! What people are told.
use ground::texts::Locale;
use serde::de::DeserializeOwned;

/// What people are told, in words. Each area has an enum of its notices that gives them; a notice is stored as it is, and put
/// into words when it is read, in the reader's language.
pub trait Told {
    /// One line.
    fn title(&self, l: Locale) -> String;
    /// What it means and what to do.
    fn text(&self, l: Locale) -> String;
    /// What the page that it leads to is for, if the reader has something to do there.
    fn verb(&self, _: Locale) -> Option<String> {
        None
    }
}

/// Reads a stored notice, if it is one of an area's.
pub type ReadNotice = fn(&str) -> Option<Box<dyn Told>>;

/// Reads what [`super::tell`] has stored, if it is one of these notices.
pub fn read<N: Told + DeserializeOwned + 'static>(stored: &str) -> Option<Box<dyn Told>> {
    let notice = serde_json::from_str::<N>(stored).ok()?;
    Some(Box::new(notice))
}
