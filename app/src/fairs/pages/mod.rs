//! Pages of fairs.

mod desk;
mod form;
mod hall;
mod mine;
mod public;
mod sent;

pub use desk::{fair as desk_fair, plan};
pub use form::fair_form;
pub use hall::{booth, hall};
pub use mine::{Beside, application, begin, mine, section};
pub use public::{at, fair, fairs, who_may};
pub use sent::{one, sent};
