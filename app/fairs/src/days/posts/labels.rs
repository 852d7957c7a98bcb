//! Packing lists, labels, and goods counted from them.

use axum::extract::Path;

use crate::applications::reads::names;
use crate::days::goods::MOST_AT_A_TIME;
use crate::days::pages;
use crate::days::posts::found;
use crate::days::rules::Count;
use crate::reach::{READERS, STAFF};
use crate::{applications, booths, days, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{FairApplicationId, FairId, ProductId};
use ground::route::{Access, Answer, Entry, get, post, see_other};
use ground::texts;
use ground::ui::{Done, done};
use market::catalogue;
use people::{accounts, place};

const PLANS: Access = Access::Staff(STAFF);
const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/me/fairs/{application}/packing", Access::SignedIn, packing),
        get("/fairs/{slug}/goods/{label}", Access::Public, label),
        get("/desk/fairs/{fair}/accounts/{application}/goods/{product}", READS, goods),
        post("/desk/fairs/{fair}/accounts/{application}/goods/{product}", PLANS, count),
    ]
}

async fn packing(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let whole = applications::reads::own_application(&ctx, FairApplicationId(id)).await?;
    if !whole.application.state.told() {
        return Err(AppError::NotFound);
    }
    let db = ctx.db.read();
    let number = booths::reads::number_of(db, &whole.application).await?;
    let items = catalogue::exhibits(db, whole.products.clone()).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::packing::packing(&ctx, &whole, &number, &items, &places).respond(&ctx))
}

/// A label leads who counts to custody, and everyone else to the product.
async fn label(ctx: Ctx, Path((_, slug, label)): Path<(String, String, String)>) -> Answer {
    let (key, product) = label.split_once('-').ok_or(AppError::NotFound)?;
    let key = key.parse::<FairApplicationId>().map_err(|_| AppError::NotFound)?;
    let product = product.parse::<ProductId>().map_err(|_| AppError::NotFound)?;
    let (fair, _) = days::goods::labelled(&ctx, &slug, key, product).await?;
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

type One = Path<(String, i64, i64, i64)>;

async fn goods(ctx: Ctx, Path((_, fair, key, product)): One) -> Answer {
    goods_again(&ctx, FairId(fair), FairApplicationId(key), ProductId(product), &Filled::default()).await
}

async fn goods_again(ctx: &Ctx, id: FairId, key: FairApplicationId, product: ProductId, filled: &Filled) -> Answer {
    let (view, account) = found(ctx, id, key).await?;
    if !account.whole.products.contains(&product) {
        return Err(AppError::NotFound);
    }
    let db = ctx.db.read();
    let items = catalogue::exhibits(db, vec![product]).await?;
    let item = items.first().ok_or(AppError::NotFound)?;
    let family = account.whole.application.family_id;
    let known = names(ctx, vec![family]).await?;
    let name = known.get(&family).map(|name| texts::pick(ctx.l, &name.ar, &name.en).to_owned()).unwrap_or_default();
    let mut log = days::goods::counted_of(db, key).await?;
    log.retain(|row| row.product_id == product);
    let who = accounts::names(db, log.iter().map(|row| row.by_id).collect()).await?;
    Ok(pages::goods::goods(ctx, &view, &account, item, &name, (&log, &who), filled).answering(filled).respond(ctx))
}

async fn count(ctx: Ctx, Path((_, fair, key, product)): One, form: Form) -> Answer {
    let (id, key, product) = (FairId(fair), FairApplicationId(key), ProductId(product));
    let counted = async {
        let what = Count::from_code(form.get("what")).ok_or(AppError::NotFound)?;
        let seen = form.get(&format!("seen_{}", what.code())).parse::<i64>().map_err(|_| AppError::NotFound)?;
        let mut check = Check::new(&form);
        let n = check.needed_number("n", 1, MOST_AT_A_TIME);
        check.done()?;
        days::goods::count(&ctx, key, product, what, n, seen).await
    };
    match counted.await.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/fairs/{id}/accounts/{key}/goods/{product}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => goods_again(&ctx, id, key, product, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
