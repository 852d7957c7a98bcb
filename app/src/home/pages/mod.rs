//! Pages.

mod case;
mod error;
mod front;
mod gallery;
mod me;

pub use case::case;
pub use error::error_page;
pub use front::{Front, home};
pub use gallery::gallery;
pub use me::me;
