//! Lines of the URL table of `days`, and its pages.

use axum::extract::{Path, RawQuery};
use chrono::NaiveDate;

use crate::days::posts::{account_again, accounts_again, change_account, close, count, days_again, goods_again, note, pack, packing_again};
use crate::reach::{READERS, STAFF};
use crate::{days, reads};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form::{Filled, Form};
use ground::ids::{FairApplicationId, FairId, ProductId};
use ground::route::{Access, Answer, Entry, act, get, post, see_other};
use market::catalogue;

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/fairs/{fair}/days", READS, show),
        act("/desk/fairs/{fair}/days/presence", PLANS, note),
        act("/desk/fairs/{fair}/days/incident", PLANS, note),
        act("/desk/fairs/{fair}/days/visitors", PLANS, note),
        get("/desk/fairs/{fair}/accounts", READS, accounts),
        act("/desk/fairs/{fair}/accounts/end", PLANS, close),
        act("/desk/fairs/{fair}/accounts/close", PLANS, close),
        get("/desk/fairs/{fair}/accounts/{application}", READS, account),
        act("/desk/fairs/{fair}/accounts/{application}/goods", PLANS, change_account),
        act("/desk/fairs/{fair}/accounts/{application}/settle", PLANS, change_account),
        act("/desk/fairs/{fair}/accounts/{application}/miss", PLANS, change_account),
        get("/me/fairs/{application}/packing", Access::SignedIn, packing),
        post("/me/fairs/{application}/packing", Access::SignedIn, pack),
        get("/fairs/{slug}/goods/{label}", Access::Public, label),
        get("/desk/fairs/{fair}/accounts/{application}/goods/{product}", READS, goods),
        post("/desk/fairs/{fair}/accounts/{application}/goods/{product}", PLANS, count),
    ]
}

type Key = Path<(String, i64)>;

async fn show(ctx: Ctx, Path((_, id)): Key, RawQuery(query): RawQuery) -> Answer {
    let day = Form::parse(&query.unwrap_or_default()).get("day").parse::<NaiveDate>().ok();
    days_again(&ctx, FairId(id), day, &Filled::default()).await
}

async fn accounts(ctx: Ctx, Path((_, id)): Key) -> Answer {
    accounts_again(&ctx, FairId(id), &Filled::default()).await
}

async fn account(ctx: Ctx, Path((_, id, key)): Path<(String, i64, i64)>) -> Answer {
    account_again(&ctx, FairId(id), FairApplicationId(key), &Filled::default()).await
}

async fn packing(ctx: Ctx, Path((_, id)): Key) -> Answer {
    packing_again(&ctx, FairApplicationId(id), &Filled::default()).await
}

/// A label leads who counts to custody, and everyone else to the product.
async fn label(ctx: Ctx, Path((_, slug, label)): Path<(String, String, String)>) -> Answer {
    let (key, product) = label.split_once('-').ok_or(AppError::NotFound)?;
    let key = key.parse::<FairApplicationId>().map_err(|_| AppError::NotFound)?;
    let product = product.parse::<ProductId>().map_err(|_| AppError::NotFound)?;
    let fair = days::goods::labelled(&ctx, &slug, key, product).await?;
    let counts = ctx.actor.holds(STAFF) && reads::desk_fair(&ctx, fair.id).await.is_ok_and(|view| view.reached);
    if counts {
        return Ok(see_other(ctx.link(&format!("/desk/fairs/{}/accounts/{key}/goods/{product}", fair.id))));
    }
    let items = catalogue::exhibits(ctx.db.read(), vec![product]).await?;
    let path = match items.first().filter(|item| item.shown) {
        Some(item) => format!("/products/{}", item.slug),
        None => format!("/fairs/{}", fair.slug),
    };
    Ok(see_other(ctx.link(&path)))
}

async fn goods(ctx: Ctx, Path((_, fair, key, product)): Path<(String, i64, i64, i64)>) -> Answer {
    goods_again(&ctx, FairId(fair), FairApplicationId(key), ProductId(product), &Filled::default()).await
}
