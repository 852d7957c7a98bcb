//! Pages of fairs.

mod desk;
mod form;
mod guide;
mod hall;
mod jury;
mod mine;
mod public;
mod report;
mod running;
mod selection;
mod sent;
mod signs;
mod stands;

pub use desk::{fair as desk_fair, plan};
pub use form::fair_form;
pub use guide::{Guide, map, who};
pub use hall::{booth, hall};
pub use jury::{before, juries, to_score};
pub use mine::{Beside, application, begin, mine, section};
pub use public::{at, fair, fairs, who_may};
pub use report::report;
pub use running::{FIELDS, Names, account, accounts, journey, on_days};
pub use selection::{CRITERIA, Selection, selection};
pub use sent::{one, sent};
pub use signs::signs;
pub use stands::{Stands, stand, stands};
