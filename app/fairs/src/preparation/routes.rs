//! Lines of the URL table of `preparation`, and its pages.

use axum::extract::Path;

use crate::applications::reads::names;
use crate::preparation::posts::{change_journey, journey_again};
use crate::preparation::{checklist, pages};
use crate::reach::{READERS, STAFF};
use crate::reads;
use crate::rules::application::ApplicationState;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::FairId;
use ground::route::{Access, Answer, Entry, act, get};

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/fairs/{fair}/readiness", READS, readiness),
        get("/desk/fairs/{fair}/journey", READS, journey),
        act("/desk/fairs/{fair}/journey/add", PLANS, change_journey),
        act("/desk/fairs/{fair}/journey/remove", PLANS, change_journey),
        act("/desk/fairs/{fair}/journey/seat", PLANS, change_journey),
    ]
}

type Key = Path<(String, i64)>;

async fn readiness(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let view = reads::desk_fair(&ctx, FairId(id)).await?;
    let mut rows = checklist::of_fair(ctx.db.read(), &view.fair).await?;
    let open = [ApplicationState::Confirmed, ApplicationState::BoothAllocated, ApplicationState::Ready];
    rows.retain(|(row, _)| open.contains(&row.state));
    let names = names(&ctx, rows.iter().map(|(row, _)| row.family).collect()).await?;
    Ok(pages::checklist::readiness(&ctx, &view, &rows, &names).respond(&ctx))
}

async fn journey(ctx: Ctx, Path((_, id)): Key) -> Answer {
    journey_again(&ctx, FairId(id), &Filled::default()).await
}
