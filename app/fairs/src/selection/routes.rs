//! Lines of the URL table of `selection`, and its pages.

use axum::extract::Path;

use crate::reach::{READERS, STAFF};
use crate::selection::posts::{before_again, change, score, selection_again};
use crate::selection::rules::{JURORS, usual_criteria};
use crate::selection::{jury, pages};
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::ids::FairId;
use ground::route::{Access, Answer, Entry, act, get};

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

const JURY: Access = Access::Staff(JURORS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/committee/fairs", JURY, juries),
        get("/committee/fairs/{fair}", JURY, to_score),
        get("/committee/fairs/{fair}/{number}", JURY, before),
        act("/committee/fairs/{fair}/{number}/give", JURY, score),
        act("/committee/fairs/{fair}/{number}/tie", JURY, score),
        get("/desk/fairs/{fair}/selection", READS, show),
        act("/desk/fairs/{fair}/selection/begin", PLANS, change),
        act("/desk/fairs/{fair}/selection/ask", PLANS, change),
        act("/desk/fairs/{fair}/selection/propose", PLANS, change),
        act("/desk/fairs/{fair}/selection/call", PLANS, change),
    ]
}

async fn juries(ctx: Ctx) -> Answer {
    Ok(pages::jury::juries(&ctx, &jury::jury_of(&ctx).await?).respond(&ctx))
}

type Key = Path<(String, i64)>;

async fn to_score(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let (fair, all) = jury::to_score(&ctx, FairId(id)).await?;
    Ok(pages::jury::to_score(&ctx, &fair, &all).respond(&ctx))
}

type Number = Path<(String, i64, i64)>;

async fn before(ctx: Ctx, Path((_, id, number)): Number) -> Answer {
    before_again(&ctx, FairId(id), number, &Filled::default()).await
}

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let mut form = Form::of([("least_scores", "2".to_owned()), ("rotation", "10".to_owned()), ("balance", "10".to_owned())]);
    for (n, (title, weight)) in (1..).zip(usual_criteria()) {
        form.set(&format!("criterion_{n}"), title);
        form.set(&format!("weight_{n}"), weight.to_string());
    }
    selection_again(&ctx, FairId(id), &Filled::from(form)).await
}
