//! Lines of the URL table of `overview`, and its pages.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;

use crate::overview::pages;
use crate::overview::pages::fair::After;
use crate::overview::posts::{application_again, change, object};
use crate::plan::calendar;
use crate::record::{photos, report};
use crate::rules::FairState;
use crate::{booths, plan, reads, words};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::FairApplicationId;
use ground::route::{Access, Answer, Entry, get, post};
use people::{crafts, place};

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/fairs/{slug}", Access::Public, fair),
        get("/me/fairs/{application}", Access::SignedIn, show),
        post("/me/fairs/{application}", Access::SignedIn, change),
        post("/me/fairs/{application}/objection", Access::SignedIn, object),
    ]
}

type Key = Path<(String, i64)>;

/// The page of a fair, or its calendar at the same address with `.ics`.
async fn fair(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let places = place::places(&ctx.db).await?;
    if let Some(slug) = slug.strip_suffix(".ics") {
        let fair = reads::fair(&ctx, slug).await?;
        let text = calendar::of_fair(&ctx, &fair, &words::at(ctx.l, &fair, &places));
        let head = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
        return Ok((head, text).into_response());
    }
    let fair = reads::fair(&ctx, &slug).await?;
    let (db, crafts) = (ctx.db.read(), crafts::crafts(&ctx.db).await?);
    // Each state asks only for what it shows.
    let called = matches!(fair.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing);
    let began = matches!(fair.state, FairState::Running | FairState::Closed | FairState::Settled);
    let terms = if called { plan::reads::terms(db, fair.id).await? } else { plan::rules::Terms::default() };
    let guided = (began || fair.state == FairState::SetUp) && booths::reads::guided(db, fair.id).await?;
    let order = plan::reads::published(&ctx, &fair).await?;
    let photos = if began { photos::photos_of(db, fair.id).await? } else { Vec::new() };
    let photos = photos.into_iter().map(|(_, photo)| photo).collect();
    let after = After { photos, went: report::went_to(db, &fair).await? };
    Ok(pages::fair::fair(&ctx, &fair, &terms, (&order, guided), &after, &places, &crafts).respond(&ctx))
}

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    application_again(&ctx, FairApplicationId(id), &Filled::default()).await
}
