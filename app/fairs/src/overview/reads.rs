//! One fair and one application with what every sub-area knows of them.

use crate::applications::types::Whole;
use crate::days::goods;
use crate::overview::types::{Outlook, PublicFair};
use crate::plan::rules::Terms;
use crate::preparation::checklist;
use crate::record::{photos, report};
use crate::rules::FairState;
use crate::selection::{objections, proposal};
use crate::types::Fair;
use crate::{booths, plan, reads};
use ground::ctx::Ctx;
use ground::error::AppError;

/// A fair that everyone sees; each state asks only for what it shows.
pub async fn public_fair(ctx: &Ctx, slug: &str) -> Result<PublicFair, AppError> {
    let row = reads::public_row(ctx, slug).await?;
    let (fair, db) = (Fair::from(&row), ctx.db.read());
    let called = matches!(row.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing);
    let began = matches!(row.state, FairState::Running | FairState::Closed | FairState::Settled);
    let photos = if began { photos::photos_of(db, row.id).await? } else { Vec::new() };
    let went = report::went_to(db, &fair).await?;
    Ok(PublicFair {
        fair,
        particulars: plan::reads::particulars(&row),
        terms: if called { plan::reads::terms(db, row.id).await? } else { Terms::default() },
        results: plan::reads::results(ctx, &row).await?,
        guided: (began || row.state == FairState::SetUp) && booths::reads::guided(db, row.id).await?,
        photos: photos.into_iter().map(|(_, photo)| photo).collect(),
        went,
    })
}

/// What came of one's own application, and what is ahead of it.
pub async fn outlook(ctx: &Ctx, whole: &Whole) -> Result<Outlook, AppError> {
    let db = ctx.db.read();
    let Whole { fair, application, .. } = whole;
    Ok(Outlook {
        came: proposal::outcome(ctx, whole).await?,
        objected: objections::of(db, application.id).await?,
        booth: booths::reads::number_of(db, application).await?,
        ready: checklist::of(db, fair, application).await?,
        goods: goods::custody_of(db, application.id).await?,
    })
}
