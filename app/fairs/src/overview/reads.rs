//! One fair and one application with what every sub-area knows of them.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::applications::types::Whole;
use crate::days::goods;
use crate::entity::fair;
use crate::overview::types::{Outlook, Own, PublicFair, Visit};
use crate::plan::rules::Terms;
use crate::preparation::{checklist, journeys};
use crate::record::{photos, report};
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::selection::{objections, proposal};
use crate::types::Fair;
use crate::words::name;
use crate::{applications, booths, plan, reads};
use cases::casework::OtherWork;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{FairApplicationId, FairId};
use ground::t;

/// A fair that everyone sees; each state asks only for what it shows.
pub async fn public_fair(ctx: &Ctx, slug: &str) -> Result<PublicFair, AppError> {
    let row = reads::public_row(ctx, slug).await?;
    let (fair, db) = (Fair::from(&row), ctx.db.read());
    let called = matches!(row.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing);
    let began = matches!(row.state, FairState::Running | FairState::Closed | FairState::Settled);
    let photos = if began { photos::photos_of(db, row.id).await? } else { Vec::new() };
    let went = report::went_to(db, &fair).await?;
    let own = own(ctx, &fair).await?;
    Ok(PublicFair {
        fair,
        own,
        particulars: plan::reads::particulars(&row),
        terms: if called { plan::reads::terms(db, row.id).await? } else { Terms::default() },
        results: plan::reads::results(ctx, &row).await?,
        guided: (began || row.state == FairState::SetUp) && booths::reads::guided(db, row.id).await?,
        photos: photos.into_iter().map(|(_, photo)| photo).collect(),
        went,
    })
}

/// How the reader stands to a fair; of staff it is known only if they apply.
async fn own(ctx: &Ctx, fair: &Fair) -> Result<Option<Own>, AppError> {
    if ctx.actor.person().is_err() {
        return Ok(None);
    }
    if let Some(row) = applications::reads::own_of(ctx, fair.id).await? {
        return Ok(Some(Own::Applied(Box::new(row))));
    }
    if ctx.actor.workplace().is_some() || !fair.call_open(day_in_tripoli(ctx.now)) {
        return Ok(None);
    }
    Ok(applications::reads::unmet_of(ctx, fair).await?.map(Own::Lacks))
}

/// What came of one's own application, and what is ahead of it.
pub async fn outlook(ctx: &Ctx, whole: &Whole) -> Result<Outlook, AppError> {
    let db = ctx.db.read();
    let Whole { fair, application, .. } = whole;
    Ok(Outlook {
        came: proposal::outcome(ctx, fair, application).await?,
        objected: objections::of(db, application.id).await?,
        booth: booths::reads::number_of(db, application).await?,
        ready: checklist::of(db, fair, application).await?,
        account: goods::own_account(db, fair, application, ctx.now).await?,
    })
}

/// What one's own family must know of a fair in which it takes part.
pub async fn visit(ctx: &Ctx, id: FairApplicationId) -> Result<Visit, AppError> {
    let whole = applications::reads::own_application(ctx, id).await?;
    if !ApplicationState::TAKING_PART.contains(&whole.application.state) {
        return Err(AppError::NotFound);
    }
    let db = ctx.db.read();
    let row = fair::Entity::find_by_id(whole.fair.id).one(db).await?.ok_or(AppError::NotFound)?;
    let booth = booths::reads::number_of(db, &whole.application).await?;
    Ok(Visit { particulars: plan::reads::particulars(&row), booth, rides: journeys::of(db, id).await?, whole })
}

/// What waits at fairs in the actor's reach: applications that were not looked at.
pub async fn other_work(ctx: &Ctx) -> Result<Vec<OtherWork>, AppError> {
    let l = ctx.l;
    let sent = applications::reads::to_screen(ctx).await?;
    if sent.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sent.iter().map(|row| row.0);
    let fairs: Vec<Fair> =
        fair::Entity::find().filter(fair::Column::Id.is_in(ids)).all(ctx.db.read()).await?.iter().map(Fair::from).collect();
    let work = |(id, count, since): (FairId, i64, DateTime<Utc>)| {
        let title = name(l, fairs.iter().find(|fair| fair.id == id)?);
        Some(OtherWork {
            title,
            count,
            what: t!(l, fairs.n_to_screen, count = count),
            since,
            path: format!("/desk/fairs/{id}/applications"),
        })
    };
    Ok(sent.into_iter().filter_map(work).collect())
}
