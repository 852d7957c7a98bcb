//! Lines of the URL table of notifications, and the inbox that they show. It has no form: to open it is to have read.

use super::types::ReadNotice;
use super::{acts, pages};
use ground::actor::Actor;
use ground::ctx::Ctx;
use ground::route::{Access, Answer, Entry, get};

/// Lines of the URL table. `areas` are those that know notices.
pub fn entries(areas: &'static [&'static [ReadNotice]]) -> Vec<Entry> {
    vec![get("/inbox", Access::SignedIn, move |ctx: Ctx| inbox(ctx, areas))]
}

async fn inbox(mut ctx: Ctx, areas: &[&[ReadNotice]]) -> Answer {
    let rows = acts::open_inbox(&ctx, areas).await?;
    if let Actor::Person(signed) = &mut ctx.actor {
        signed.unread = 0;
    }
    Ok(pages::inbox(&ctx, &rows).respond(&ctx))
}
