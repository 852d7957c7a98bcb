//! Fairs (معرض): planned, called for, selected justly, set up, held and settled.

mod acts;
mod answers;
mod application;
mod applying;
mod calendar;
mod entity;
pub mod hall;
mod layout;
mod pages;
mod posts;
mod reads;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::{FairForm, STAFF, cancel, close_call, open_call, save};
pub use answers::forget;
pub use posts::{entries, hall_with};
pub use reads::public_paths;
pub use rules::{FairKind, FairState};

use crate::ctx::Ctx;
use crate::error::AppError;

/// What sittings about fairs are kept under.
pub const KIND: &str = "fair";

/// What the calendar does: calls close, fairs begin and end, answers that did not come end. Gives how much moved.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    Ok(acts::daily(ctx).await? + answers::daily(ctx).await?)
}
