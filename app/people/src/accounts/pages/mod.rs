//! Pages of accounts.

mod account;
mod join;
mod reset;
mod second_factor;
mod sign_in;

pub use account::account;
pub use join::join;
pub use reset::{confirm, confirmed, forgotten, forgotten_sent, link_over, reset, reset_done};
pub use second_factor::{code, recovery_codes, set_up};
pub use sign_in::{resume, sign_in};
