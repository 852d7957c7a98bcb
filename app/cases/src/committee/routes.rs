//! Lines of the URL table of the committee, and the pages they show.

use axum::extract::Path;

use super::posts::{Key, change, sitting_again};
use super::{ACTORS, READERS, pages, reads};
use crate::texts;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form::Filled;
use ground::ids::SittingId;
use ground::route::{Access, Answer, Entry, act, get};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/committee", Access::Staff(READERS), list).room(8, texts::committee::heading),
        get("/committee/{sitting}", Access::Staff(READERS), show),
        get("/committee/{sitting}/minute", Access::Staff(READERS), minute),
        act("/committee/{sitting}/attend", Access::Staff(ACTORS), change),
        act("/committee/{sitting}/declare", Access::Staff(ACTORS), change),
        act("/committee/{sitting}/vote", Access::Staff(ACTORS), change),
        act("/committee/{sitting}/count", Access::Staff(ACTORS), change),
        act("/committee/{sitting}/reopen", Access::Staff(ACTORS), change),
        act("/committee/{sitting}/cancel", Access::Staff(ACTORS), change),
    ]
}

async fn list(ctx: Ctx) -> Answer {
    Ok(pages::list(&ctx, &reads::sittings(&ctx).await?).respond(&ctx))
}

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    sitting_again(&ctx, SittingId(id), &Filled::default()).await
}

/// There is a minute once votes are counted.
async fn minute(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let view = reads::sitting(&ctx, SittingId(id)).await?;
    if view.sitting.digest.is_none() {
        return Err(AppError::NotFound);
    }
    Ok(pages::minute(&ctx, &view).respond(&ctx))
}
