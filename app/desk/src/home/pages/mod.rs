//! Pages.

mod branches;
mod case;
mod copy;
mod error;
mod front;
mod gallery;
mod licence;
mod me;

pub use branches::branches;
pub use case::case;
pub use copy::copy;
pub use error::{error_page, status_page};
pub use front::{Front, home};
pub use gallery::gallery;
pub use licence::{erase, erased, leave, left, renewal, renewal_later};
pub use me::me;
