//! Lines of the URL table of `preparation`, and its pages.

use axum::extract::Path;

use crate::preparation::posts::{change_journey, journey_again, readiness_again, remind};
use crate::reach::{READERS, STAFF};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::FairId;
use ground::route::{Access, Answer, Entry, act, get, post};

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/fairs/{fair}/readiness", READS, readiness),
        post("/desk/fairs/{fair}/readiness/remind", PLANS, remind),
        get("/desk/fairs/{fair}/journey", READS, journey),
        act("/desk/fairs/{fair}/journey/add", PLANS, change_journey),
        act("/desk/fairs/{fair}/journey/remove", PLANS, change_journey),
        act("/desk/fairs/{fair}/journey/seat", PLANS, change_journey),
    ]
}

type Key = Path<(String, i64)>;

async fn readiness(ctx: Ctx, Path((_, id)): Key) -> Answer {
    readiness_again(&ctx, FairId(id), &Filled::default()).await
}

async fn journey(ctx: Ctx, Path((_, id)): Key) -> Answer {
    journey_again(&ctx, FairId(id), &Filled::default()).await
}
