//! Lines of the URL table of `overview`, and its pages.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;

use crate::overview::pages;
use crate::overview::posts::{application_again, change, object};
use crate::plan::calendar;
use crate::{overview, reads, words};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::FairApplicationId;
use ground::route::{Access, Answer, Entry, act, get, post};
use people::{crafts, place};

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/fairs/{slug}", Access::Public, fair).reading(&[]),
        get("/me/fairs/{application}", Access::SignedIn, show),
        get("/me/fairs/{application}/guide", Access::SignedIn, visit),
        act("/me/fairs/{application}/send", Access::SignedIn, change),
        act("/me/fairs/{application}/confirm", Access::SignedIn, change),
        act("/me/fairs/{application}/withdraw", Access::SignedIn, change),
        act("/me/fairs/{application}/ready", Access::SignedIn, change),
        act("/me/fairs/{application}/feedback", Access::SignedIn, change),
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
    let (view, crafts) = (overview::reads::public_fair(&ctx, &slug).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::fair::fair(&ctx, &view, &places, &crafts).respond(&ctx))
}

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    application_again(&ctx, FairApplicationId(id), &Filled::default()).await
}

async fn visit(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let places = place::places(&ctx.db).await?;
    let view = overview::reads::visit(&ctx, FairApplicationId(id)).await?;
    Ok(pages::visit::visit(&ctx, &view, &places).respond(&ctx))
}
