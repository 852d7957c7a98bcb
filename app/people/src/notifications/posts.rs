//! The inbox.

use super::{acts, pages};
use ground::actor::Actor;
use ground::ctx::Ctx;
use ground::route::{Access, Answer, Entry, get};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![get("/inbox", Access::SignedIn, inbox)]
}

async fn inbox(mut ctx: Ctx) -> Answer {
    let rows = acts::open_inbox(&ctx).await?;
    if let Actor::Person(signed) = &mut ctx.actor {
        signed.unread = 0;
    }
    Ok(pages::inbox(&ctx, &rows).respond(&ctx))
}
