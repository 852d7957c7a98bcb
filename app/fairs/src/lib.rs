//! Fairs (معرض): planned, called for, selected justly, set up, held and settled.

pub mod acts;
pub mod answers;
pub mod application;
pub mod applying;
pub mod calendar;
pub mod committee;
pub mod counting;
pub mod crowd;
pub mod entity;
pub mod feedback;
pub mod hall;
pub mod journeys;
pub mod keeping;
pub mod layout;
pub mod objections;
pub mod ordering;
pub mod pages;
pub mod papers;
pub mod past;
pub mod placing;
#[cfg(test)]
mod placing_tests;
mod posts;
pub mod proposing;
pub mod reads;
pub mod ready;
pub mod report;
pub mod rules;
pub mod running;
pub mod selection;
pub mod stands;

pub use acts::{FairForm, STAFF, cancel, close_call, open_call, save};
pub use answers::{confirm_any, forget};
pub use application::{ApplicationState, DayPart};
pub use applying::{NeedsForm, begin, mine, save_needs, save_people, save_products, screen, send, waiting};
pub use committee::{apply_minute, call, hold};
pub use crowd::crowd;
pub use hall::{BoothForm, PartForm, RowForm};
pub use layout::{BoothKind, PartKind};
pub use past::{PastFair, record_past};
pub use posts::{entries, hall_with, kept_with};
pub use proposing::propose;
pub use reads::{READERS, by_key, public_paths, slug_of};
pub use rules::{FairKind, FairState};
pub use selection::{Rules, asked, begin_review, give, usual_criteria};
pub use stands::{allocate, take_over};

use ground::ctx::Ctx;
use ground::error::AppError;

/// What sittings about fairs are kept under.
pub const KIND: &str = "fair";

/// What the calendar does: calls close, fairs begin and end, answers that did not come end, who lacks something is reminded.
/// Gives how much moved.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    Ok(acts::daily(ctx).await? + answers::daily(ctx).await? + ready::daily(ctx).await?)
}

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::training::texts::*;
}
