//! Lines of the URL table of `record`, and its pages.

use axum::extract::{Path, RawQuery};

use crate::reach::{READERS, STAFF};
use crate::reads;
use crate::record::posts::{answer, ask_again, kept_again, remove};
use crate::record::{feedback, pages, report};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::{Filled, Form};
use ground::ids::FairId;
use ground::lots;
use ground::route::{Access, Answer, Entry, act, get, post};
use ground::ui::Done;

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/fairs/{slug}/feedback", Access::Public, ask),
        post("/fairs/{slug}/feedback", Access::Public, answer),
        get("/desk/fairs/{fair}/files", READS, show),
        act("/desk/fairs/{fair}/files/remove-file", PLANS, remove),
        act("/desk/fairs/{fair}/files/remove-photo", PLANS, remove),
        get("/desk/fairs/{fair}/report", READS, show_report),
    ]
}

async fn show_report(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let (view, tables) = report::tables(&ctx, FairId(id)).await?;
    let said = feedback::said(ctx.db.read(), &view.fair, day_in_tripoli(ctx.now)).await?;
    Ok(pages::report::report(&ctx, &view.fair, &tables, &said).respond(&ctx))
}

type Slug = Path<(String, String)>;

async fn ask(ctx: Ctx, Path((_, slug)): Slug, RawQuery(query): RawQuery) -> Answer {
    if Form::parse(&query.unwrap_or_default()).get("done") == Done::Sent.code() {
        return Ok(pages::feedback::thanks(&ctx, &reads::fair(&ctx, &slug).await?).respond(&ctx));
    }
    ask_again(&ctx, &slug, &lots::seed(), &Filled::default()).await
}

type Key = Path<(String, i64)>;

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    kept_again(&ctx, FairId(id), &Filled::default()).await
}
