//! Fairs (معرض): planned, called for, selected justly, set up, held and settled.

mod acts;
mod answers;
mod application;
mod applying;
mod calendar;
mod committee;
mod counting;
mod crowd;
mod entity;
pub mod feedback;
pub mod hall;
pub mod journeys;
pub mod keeping;
mod layout;
mod objections;
mod ordering;
mod pages;
pub mod papers;
mod past;
mod placing;
#[cfg(test)]
mod placing_tests;
mod posts;
mod proposing;
mod reads;
pub mod ready;
#[cfg(test)]
mod ready_tests;
pub mod report;
mod rules;
pub mod running;
#[cfg(test)]
mod running_tests;
mod selection;
#[cfg(test)]
mod selection_tests;
#[cfg(test)]
mod stand_tests;
mod stands;
#[cfg(test)]
mod tests;

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

use crate::ctx::Ctx;
use crate::error::AppError;

/// What sittings about fairs are kept under.
pub const KIND: &str = "fair";

/// What the calendar does: calls close, fairs begin and end, answers that did not come end, who lacks something is reminded.
/// Gives how much moved.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    Ok(acts::daily(ctx).await? + answers::daily(ctx).await? + ready::daily(ctx).await?)
}
