//! Pages and posts of fairs.

mod applying;
mod hall;
mod kept;
mod planning;
mod ready;
mod running;
mod selection;
mod stands;

pub use hall::hall_with;
pub use kept::kept_with;
pub(crate) use planning::BUDGET;

use axum::extract::{Path, RawQuery};
use axum::http::header;
use axum::response::IntoResponse;
use chrono::Datelike;

use crate::pages::After;
use crate::rules::{FairKind, FairState};
use crate::{calendar, keeping, pages, reads, report};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Form;
use ground::route::{Access, Answer, Entry, get};
use people::{crafts, place};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    let public = vec![get("/fairs", Access::Public, fairs), get("/fairs/{slug}", Access::Public, fair)];
    let parts = [planning::entries(), hall::entries(), applying::entries(), selection::entries(), stands::entries()];
    let after = [running::entries(), ready::entries(), kept::entries()];
    public.into_iter().chain(parts.into_iter().chain(after).flatten()).collect()
}

/// The year of an address, or this one.
fn year_of(ctx: &Ctx, query: &Form) -> i32 {
    query.get("year").parse().ok().filter(|year| (1990..2100).contains(year)).unwrap_or_else(|| day_in_tripoli(ctx.now).year())
}

async fn fairs(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let found = reads::fairs(&ctx, FairKind::from_code(query.get("kind"))).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::fairs(&ctx, &found, &query, year_of(&ctx, &query), &places).respond(&ctx))
}

/// The page of a fair, or its calendar at the same address with `.ics`.
async fn fair(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let places = place::places(&ctx.db).await?;
    if let Some(slug) = slug.strip_suffix(".ics") {
        let fair = reads::fair(&ctx, slug).await?;
        let text = calendar::of_fair(&ctx, &fair, &pages::at(ctx.l, &fair, &places));
        let head = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
        return Ok((head, text).into_response());
    }
    let fair = reads::fair(&ctx, &slug).await?;
    let (db, crafts) = (ctx.db.read(), crafts::crafts(&ctx.db).await?);
    // Each state asks only for what it shows.
    let called = matches!(fair.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing);
    let began = matches!(fair.state, FairState::Running | FairState::Closed | FairState::Settled);
    let terms = if called { reads::terms(db, fair.id).await? } else { reads::Terms::default() };
    let guided = (began || fair.state == FairState::SetUp) && crate::stands::guided(db, fair.id).await?;
    let order = reads::published(&ctx, &fair).await?;
    let photos = if began { keeping::photos_of(db, fair.id).await? } else { Vec::new() };
    let photos = photos.into_iter().map(|(_, photo)| photo).collect();
    let after = After { photos, went: report::went_to(db, &fair).await? };
    Ok(pages::fair(&ctx, &fair, &terms, (&order, guided), &after, &places, &crafts).respond(&ctx))
}
