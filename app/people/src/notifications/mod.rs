//! One pipe to people: a notice becomes a row in the inbox and, if the person wants, a mail in the
//! outbox, both in the transaction of the act.

mod acts;
mod entity;
mod mail;
mod pages;
mod routes;
mod types;

pub use acts::{InboxRow, SPENT, open_inbox, tell, tell_inviting, unread, warn};
pub use mail::{confirm_mail, reset_mail};
pub use routes::entries;
pub use types::{ReadNotice, Told, read};
