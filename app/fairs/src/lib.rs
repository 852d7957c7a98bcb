//! Fairs (معرض): planned, called for, selected justly, set up, held and settled.
//!
//! Each sub-area uses only those before it: `hall`, `plan`, `applications`, `selection`, `preparation`, `booths`, `days`, `record`,
//! `overview`, `crowd`, `routes`. What else stands here uses none of them. Only `hall::acts` looks ahead, to the waiting list: more
//! booths are there for who waits.

pub mod acts;
pub mod applications;
pub mod booths;
pub mod crowd;
pub mod days;
pub mod entity;
pub mod hall;
pub mod overview;
pub mod past;
pub mod plan;
pub mod preparation;
pub mod reach;
pub mod reads;
pub mod record;
mod routes;
pub mod rules;
pub mod selection;
pub mod types;
pub mod words;

pub use applications::acts::{begin, save_needs, save_people, save_products, screen, send};
pub use applications::confirmation::{confirm_any, forget};
pub use applications::reads::{mine, waiting};
pub use applications::types::NeedsForm;
pub use booths::acts::{allocate, take_over};
pub use booths::signs as papers;
pub use crowd::crowd;
pub use hall::rules::PartKind;
pub use hall::{BoothForm, PartForm, RowForm, hall_with};
pub use past::{PastFair, record_past};
pub use plan::acts::{cancel, close_call, open_call, save};
pub use plan::reads::public_paths;
pub use plan::types::FairForm;
pub use reach::{READERS, STAFF};
pub use reads::{by_key, slug_of};
pub use record::posts::kept_with;
pub use record::{feedback, report};
pub use routes::entries;
pub use rules::application::{ApplicationState, BoothKind, DayPart};
pub use rules::{FairKind, FairState};
pub use selection::committee::{apply_minute, call, hold};
pub use selection::jury::{asked, begin_review, give};
pub use selection::proposal::propose;
pub use selection::rules::{Rules, usual_criteria};

/// What happens on the days of a fair, and its accounts.
pub mod running {
    pub use crate::days::goods::*;
    pub use crate::days::presence::*;
    pub use crate::days::settlement::*;
    pub use crate::days::types::*;
}

/// Getting ready: what a family has to do.
pub mod ready {
    pub use crate::preparation::checklist::*;
    pub use crate::preparation::rules::Item;
}

/// Buses and rooms.
pub mod journeys {
    pub use crate::preparation::journeys::*;
    pub use crate::preparation::rules::RideKind;
}

/// Photos and files of a fair.
pub mod keeping {
    pub use crate::record::files::*;
    pub use crate::record::photos::*;
}

use ground::ctx::Ctx;
use ground::error::AppError;

/// What sittings about fairs are kept under.
pub const KIND: &str = "fair";

/// What the calendar does: calls close, fairs begin and end, answers that did not come end, who lacks something is reminded.
/// Gives how much moved.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    Ok(plan::acts::daily(ctx).await? + applications::confirmation::daily(ctx).await? + ready::daily(ctx).await?)
}

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::training::texts::*;
}
