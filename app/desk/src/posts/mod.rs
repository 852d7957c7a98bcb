//! What the forms of the desk do: a file for each group of its addresses.

pub(crate) mod bulk;
pub(crate) mod cases;
pub(crate) mod minutes;
pub(crate) mod reference;
pub(crate) mod register;
pub(crate) mod staff;

pub use cases::case_with;
