//! Lines of the URL table of `applications`, and its pages.

use axum::extract::Path;

use crate::applications::pages;
use crate::applications::posts::{begin, one_again, save_section, screen, screen_many, section_again, sent_again, stored};
use crate::applications::rules::may_take_up;
use crate::reach::{READERS, STAFF};
use crate::{applications, plan, reads};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::ids::{FairApplicationId, FairId};
use ground::route::{Access, Answer, Entry, act, get, post, see_other};
use people::crafts;

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/fairs/{slug}/apply", Access::SignedIn, begin_page),
        post("/fairs/{slug}/apply", Access::SignedIn, begin),
        get("/me/fairs", Access::SignedIn, mine),
        get("/me/fairs/{application}/{section}", Access::SignedIn, section),
        post("/me/fairs/{application}/{section}", Access::SignedIn, save_section),
        get("/desk/fairs/{fair}/applications", READS, sent),
        post("/desk/fairs/{fair}/applications/screen-many", PLANS, screen_many),
        get("/desk/fairs/{fair}/applications/{application}", READS, one),
        act("/desk/fairs/{fair}/applications/{application}/screen", PLANS, screen),
        act("/desk/fairs/{fair}/applications/{application}/refuse", PLANS, screen),
        act("/desk/fairs/{fair}/applications/{application}/confirm-refusal", PLANS, screen),
    ]
}

type Slug = Path<(String, String)>;

async fn begin_page(ctx: Ctx, Path((_, slug)): Slug) -> Answer {
    let (fair, today) = (reads::fair(&ctx, &slug).await?, day_in_tripoli(ctx.now));
    // Begun already, it goes on; taken back, it begins anew.
    let begun = applications::reads::own_of(&ctx, fair.id).await?;
    if let Some(row) = begun.filter(|row| !may_take_up(&fair, row.state, today)) {
        return Ok(see_other(ctx.link(&format!("/me/fairs/{}", row.id))));
    }
    let mut unmet = applications::reads::unmet_of(&ctx, &fair).await?;
    if !fair.call_open(today) {
        unmet = Some(crate::refusals::CALL_OVER);
    }
    let terms = plan::reads::terms(ctx.db.read(), fair.id).await?;
    let who = plan::pages::public::who_may(ctx.l, &fair, &terms, &*crafts::crafts(&ctx.db).await?);
    Ok(pages::mine::begin(&ctx, &fair, unmet, who).respond(&ctx))
}

async fn mine(ctx: Ctx) -> Answer {
    Ok(pages::mine::mine(&ctx, &applications::reads::mine(&ctx).await?).respond(&ctx))
}

type Key = Path<(String, i64)>;

type Part = Path<(String, i64, String)>;

async fn section(ctx: Ctx, Path((_, id, code)): Part) -> Answer {
    let whole = applications::reads::own_application(&ctx, FairApplicationId(id)).await?;
    // What was sent, or can no longer be, is not filled in any more: its page says where it stands.
    if !whole.open(day_in_tripoli(ctx.now)) {
        return Ok(see_other(ctx.link(&format!("/me/fairs/{id}"))));
    }
    let filled = Filled::from(stored(&whole));
    section_again(&ctx, &whole, &code, &filled).await
}

async fn sent(ctx: Ctx, Path((_, id)): Key) -> Answer {
    sent_again(&ctx, FairId(id), &Filled::default()).await
}

type One = Path<(String, i64, i64)>;

async fn one(ctx: Ctx, Path((_, fair, id)): One) -> Answer {
    one_again(&ctx, FairId(fair), FairApplicationId(id), &Filled::default()).await
}
