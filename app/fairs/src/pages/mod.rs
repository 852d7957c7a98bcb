//! Pages of fairs.

mod desk;
mod feedback;
mod form;
mod goods;
mod guide;
mod hall;
mod jury;
mod kept;
mod mine;
mod public;
mod ready;
mod report;
mod running;
mod selection;
mod sent;
mod signs;
mod stands;

pub use desk::{fair as desk_fair, plan};
pub use feedback::{of_visitor, thanks};
pub use form::fair_form;
pub use goods::goods;
pub use guide::{Guide, map, who};
pub use hall::{booth, hall};
pub use jury::{before, juries, to_score};
pub use kept::{Kept, kept};
pub use mine::{Beside, Outlook, application, begin, mine, section};
pub use public::{After, at, days, fair, fairs, who_may};
pub use ready::{packing, readiness};
pub use report::report;
pub use running::{FIELDS, Names, account, accounts, journey, on_days};
pub use selection::{CRITERIA, Selection, selection};
pub use sent::{one, sent};
pub use signs::signs;
pub use stands::{Stands, stand, stands};
