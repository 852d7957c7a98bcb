//! Fairs (معرض): planned, called for, selected justly, set up, held and settled.
//!
//! Each sub-area uses only those before it: `hall`, `plan`, `applications`, `drawing`, `selection`, `preparation`, `booths`, `days`,
//! `record`, `overview`, `routes`. What else stands here uses none of them.

pub mod acts;
pub mod applications;
pub mod booths;
pub mod days;
pub mod drawing;
pub mod entity;
pub mod hall;
pub mod notices;
pub mod overview;
pub mod plan;
pub mod preparation;
pub mod reach;
pub mod reads;
pub mod record;
pub mod refusals;
mod routes;
pub mod rules;
pub mod selection;
pub mod types;
pub mod words;

pub use applications::acts::{begin, save_needs, save_people, save_products, send};
pub use applications::confirmation::{confirm_any, forget};
pub use applications::reads::{mine, waiting};
pub use applications::screening::pass;
pub use booths::acts::{allocate, take_over};
pub use booths::signs;
pub use days::{goods, presence, settlement};
pub use drawing::hall_with;
pub use overview::reads::other_work;
pub use overview::to_do::to_do;
pub use plan::acts::{cancel, close_call, open_call, save};
pub use plan::reads::public_paths;
pub use plan::spending::note_spending;
pub use plan::types::{Bill, BudgetLine, FairForm};
pub use preparation::{checklist, journeys};
pub use reach::{READERS, STAFF};
pub use reads::slug_of;
pub use record::posts::files_with;
pub use record::{feedback, files, photos, report};
pub use routes::entries;
pub use rules::application::{ApplicationMove, ApplicationState, BoothKind, DayPart};
pub use rules::{FairKind, FairMove, FairState};
pub use selection::committee::{apply_minute, call, hold};
pub use selection::jury::{asked, begin_review, blind_photo, give};
pub use selection::objections::{apply_objection, contested};
pub use selection::pages::objection::case_panel;
pub use selection::proposal::propose;
pub use selection::rules::{Rules, usual_criteria};
pub use selection::types::Contested;
pub use types::{Application, Fair, Needs};

use ground::ctx::Ctx;
use ground::error::AppError;
use people::notifications::{ReadNotice, read};

/// What people are told about fairs.
pub const NOTICES: &[ReadNotice] = &[read::<notices::Notice>];

/// What the calendar does: calls close, fairs begin and end, answers that did not come end, who lacks something is reminded.
/// Gives how much moved.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    Ok(plan::acts::daily(ctx).await? + applications::confirmation::daily(ctx).await? + checklist::daily(ctx).await?)
}

/// The texts of this wing and of those below it.
#[allow(missing_docs, non_camel_case_types, non_upper_case_globals)]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
    pub use ::training::texts::*;
}
