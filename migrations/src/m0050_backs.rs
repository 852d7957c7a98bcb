//! What was done to a file can be taken back.

use sea_orm_migration::prelude::*;

use crate::constraints::{self, Constraint};
use crate::ddl;

const ACTS: &[&str] = &[
    "open",
    "help",
    "hand",
    "take",
    "assign",
    "note",
    "flag",
    "document",
    "return",
    "resubmit",
    "recommend",
    "send_back",
    "decide",
    "object",
    "close",
    "withdraw",
    "uncompared",
    "recall",
    "call_back",
    "ask_back",
    "keep",
    "take_back",
];

ddl::migration! {
    /// The acts of taking back.
    |manager| constraints::add(manager, &[Constraint::codes("case_event", "act", ACTS)]).await
}
