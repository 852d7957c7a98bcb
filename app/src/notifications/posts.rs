//! The inbox.

use super::{acts, pages};
use crate::ctx::Ctx;
use crate::route::{Access, Answer, Entry, get};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![get("/inbox", Access::SignedIn, inbox)]
}

async fn inbox(ctx: Ctx) -> Answer {
    let rows = acts::open_inbox(&ctx).await?;
    Ok(pages::inbox(&ctx, &rows).respond(&ctx))
}
