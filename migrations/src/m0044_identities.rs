//! A number stays with its file while that is open, a file says why an identity was not compared with its paper, and an application ends
//! when its fair begins without a booth for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

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
];

const APPLICATIONS: &[&str] = &[
    "draft",
    "submitted",
    "screened",
    "under_review",
    "accepted",
    "waitlisted",
    "refused",
    "confirmed",
    "expired",
    "booth_allocated",
    "ready",
    "checked_in",
    "closed_out",
    "withdrawn",
    "no_show",
    "not_placed",
];

/// Families that were sent back hold their numbers again, but for those that somebody holds meanwhile.
const CLAIM: &str = "UPDATE family_member SET claimed = TRUE WHERE id IN (SELECT MIN(m.id) FROM family_member m \
     JOIN family f ON f.id = m.family_id WHERE f.state = 'returned' AND m.identity_number IS NOT NULL \
     GROUP BY m.identity_kind, m.identity_number) AND NOT EXISTS (SELECT 1 FROM family_member o WHERE o.claimed \
     AND o.identity_kind = family_member.identity_kind AND o.identity_number = family_member.identity_number)";

ddl::migration! {
    /// The act of saying it, and the numbers of files that wait for their family.
    |manager| {
        let codes = [Constraint::codes("case_event", "act", ACTS), Constraint::codes("fair_application", "state", APPLICATIONS)];
        constraints::add(manager, &codes).await?;
        manager.get_connection().execute_unprepared(CLAIM).await.map(drop)
    }
}
