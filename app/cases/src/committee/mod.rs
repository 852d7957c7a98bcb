//! The committee (لجنة): appointed members sit on a day, declare conflicts of interest, vote on each file, and sign a minute
//! (محضر). What a sitting decides about belongs to other areas; here stands only how it is decided.

mod acts;
mod entity;
mod minutes;
mod notices;
mod pages;
mod posts;
mod reads;
mod refusals;
mod routes;
mod rules;
mod types;

pub use acts::{NewFile, NewSitting, attend, call, call_off, declare, forget, vote};
pub use minutes::{Decided, Verdict, count, reopen, sign};
pub use notices::Notice;
pub use posts::sitting_again;
pub use reads::{at_work, declared, ever_called, files, hands, sitting, standing};
pub use refusals::{NO_COMMITTEE, NO_QUORUM, NOBODY_THERE, NOT_PRESENT, NOT_THE_DAY, NOT_VOTED};
pub use routes::entries;
pub use rules::{Choice, SittingKind, SittingState};
pub use types::{FileView, Member, Part, Sitting, SittingView, Standing, Tie};

use ground::actor::Role;

/// Who opens the pages of the committee.
pub const READERS: &[Role] = &[Role::CommitteeMember, Role::Officer, Role::BranchHead, Role::Organiser, Role::Auditor];

/// Who does something there: an auditor only reads.
const ACTORS: &[Role] = &[Role::CommitteeMember, Role::Officer, Role::BranchHead, Role::Organiser];
