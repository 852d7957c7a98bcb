//! What the forms of a family's own products do, and their pages again with what is wrong.

use axum::extract::Path;

use crate::catalogue::acts::{self, Sent};
use crate::catalogue::photos::{self, PhotoChange};
use crate::catalogue::rules::{Availability, MOST_LEAD_DAYS, MOST_VARIANTS, ProductMove};
use crate::catalogue::types::{Offer, OwnProduct, Variant};
use crate::catalogue::{drafts, pages, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::ProductId;
use ground::route::{Act, Answer, see_other};
use ground::ui::{Done, done};
use people::crafts;

pub(crate) type Key = Path<(String, i64)>;

pub(crate) async fn own(ctx: &Ctx, id: i64) -> Result<OwnProduct, AppError> {
    reads::own_product(ctx, ProductId(id)).await
}

pub(crate) async fn start(ctx: Ctx) -> Answer {
    let id = drafts::start(&ctx).await?;
    Ok(see_other(ctx.link(&format!("/me/products/{id}/photos"))))
}

pub(crate) async fn change_photo(ctx: Ctx, Path((_, id, at)): Path<(String, i64, usize)>, act: Act, form: Form) -> Answer {
    let change = match act {
        "remove" => PhotoChange::Remove,
        "forward" => PhotoChange::Forward,
        "backward" => PhotoChange::Backward,
        "describe" => {
            let mut check = Check::new(&form);
            let alt = check.line("alt", 140);
            if check.done().is_err() {
                let own = own(&ctx, id).await?;
                let crafts = crafts::crafts(&ctx.db).await?;
                let errors = FieldErrors::one(&format!("alt_{at}"), Problem::TooLong(140));
                return Ok(pages::photos(&ctx, &own, &Filled::wrong(form, errors), &crafts).unprocessable().respond(&ctx));
            }
            PhotoChange::Describe(alt)
        }
        _ => return Err(AppError::NotFound),
    };
    let what = if matches!(change, PhotoChange::Remove) { Done::Removed } else { Done::Saved };
    photos::change_photo(&ctx, ProductId(id), at, form.get("photo"), change).await?;
    Ok(done(&ctx, &format!("/me/products/{id}/photos"), what))
}

/// All photos of the open version in a new order.
pub(crate) async fn order_photos(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let order: Vec<&str> = form.get("order").split(',').collect();
    photos::order_photos(&ctx, ProductId(id), &order).await?;
    Ok(done(&ctx, &format!("/me/products/{id}/photos"), Done::Saved))
}

/// One more row for a variant; what was typed stays.
pub(crate) async fn more(ctx: Ctx, Path((_, id)): Key, _: Act, mut form: Form) -> Answer {
    form.set("rows", (rows(&form) + 1).min(MOST_VARIANTS).to_string());
    let (own, crafts) = (own(&ctx, id).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::price(&ctx, &own, &Filled::from(form), &crafts).once_more().respond(&ctx))
}

/// Rows of variants that a form has.
fn rows(form: &Form) -> usize {
    form.get("rows").parse::<usize>().unwrap_or(1).clamp(1, MOST_VARIANTS)
}

/// Whether somebody typed into a row.
fn touched(form: &Form, n: usize) -> bool {
    ["name", "price"].iter().any(|field| !form.get(&format!("{field}_{n}")).trim().is_empty())
}

pub(crate) async fn price(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let mut form = form;
    let aside = Some(form.get("then")).filter(|step| pages::STEPS.contains(step)).map(|step| format!("/me/products/{id}/{step}"));
    let offer = match (read_offer(&form, rows(&form)), &aside) {
        (Ok(offer), _) => offer,
        // Nothing was typed that could be lost.
        (Err(_), Some(step)) if (0..rows(&form)).all(|n| !touched(&form, n)) => return Ok(see_other(ctx.link(step))),
        (Err(errors), _) => return price_again(&ctx, id, Filled::wrong(form, errors)).await,
    };
    match acts::change_offer(&ctx, ProductId(id), form.get("seen"), offer).await.map_err(kept) {
        Ok(()) => {
            let own = own(&ctx, id).await?;
            // What is written for the first time is looked over and sent.
            let next = if own.product.has_draft && own.open.state.open() { "/check" } else { "" };
            Ok(done(&ctx, &aside.unwrap_or_else(|| format!("/me/products/{id}{next}")), Done::Saved))
        }
        Err(AppError::Invalid(errors)) => {
            // Who reads what was saved meanwhile may save over it.
            form.set("seen", own(&ctx, id).await?.product.offer.mark());
            price_again(&ctx, id, Filled::wrong(form, errors)).await
        }
        Err(error) => Err(error),
    }
}

async fn price_again(ctx: &Ctx, id: i64, filled: Filled) -> Answer {
    let (own, crafts) = (own(ctx, id).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::price(ctx, &own, &filled, &crafts).answering(&filled).respond(ctx))
}

fn read_offer(form: &Form, rows: usize) -> Result<Offer, FieldErrors> {
    let mut check = Check::new(form);
    let availability = check.choice("availability", Availability::from_code).unwrap_or(Availability::InStock);
    let made_to_order = availability == Availability::MadeToOrder;
    let lead_days = if made_to_order { check.needed_number("lead_days", 1, MOST_LEAD_DAYS) } else { 0 };
    let weekly_capacity = if made_to_order { check.number("weekly_capacity", 1, 10_000) } else { None };
    let mut variants: Vec<Variant> = Vec::new();
    let several = (1..rows).any(|n| touched(form, n));
    for n in 0..rows {
        let (name, price, stock) = (format!("name_{n}"), format!("price_{n}"), format!("stock_{n}"));
        if n > 0 && !touched(form, n) {
            continue;
        }
        let new = Variant {
            name_ar: if several { check.needed_line(&name, 1, 60) } else { check.line(&name, 60) },
            name_en: check.line(&format!("name_en_{n}"), 60),
            price: check.price(&price),
            stock: if made_to_order { 0 } else { check.needed_number(&stock, 0, 100_000) },
        };
        if variants.iter().any(|other| other.name_ar == new.name_ar) {
            check.wrong(&name, Problem::Twice);
        }
        variants.push(new);
    }
    check.done()?;
    Ok(Offer { availability, lead_days, weekly_capacity, variants })
}

pub(crate) async fn send(ctx: Ctx, Path((_, id)): Key) -> Answer {
    match acts::send(&ctx, ProductId(id)).await {
        Ok(Sent::ForReview(_) | Sent::Published) => Ok(see_other(ctx.link(&format!("/me/products/{id}/sent")))),
        // The same form sent twice: the first one did it.
        Err(AppError::Refused(Reason::NOT_NOW)) => Ok(see_other(ctx.link(&format!("/me/products/{id}/sent")))),
        // The page says what is missing.
        Err(AppError::Refused(Reason::INCOMPLETE)) => Ok(see_other(ctx.link(&format!("/me/products/{id}/check")))),
        Err(error) => Err(error),
    }
}

pub(crate) async fn shelf(ctx: Ctx, Path((_, id)): Key, act: Act, _: Form) -> Answer {
    let by = match act {
        "pause" => ProductMove::Pause,
        "resume" => ProductMove::Resume,
        "retire" => ProductMove::Retire,
        _ => return Err(AppError::NotFound),
    };
    acts::shelve(&ctx, ProductId(id), by).await?;
    Ok(done(&ctx, "/me/products", Done::Saved))
}

pub(crate) async fn withdraw(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let page = format!("/me/products/{id}");
    match acts::withdraw(&ctx, ProductId(id)).await {
        Ok(()) => Ok(done(&ctx, &page, Done::ForEditing)),
        // The same form sent twice, or somebody has decided meanwhile: the page says where it stands.
        Err(AppError::Refused(Reason::NOT_NOW)) => Ok(see_other(ctx.link(&page))),
        Err(error) => Err(error),
    }
}

pub(crate) async fn discard(ctx: Ctx, Path((_, id)): Key) -> Answer {
    drafts::discard(&ctx, ProductId(id)).await?;
    Ok(done(&ctx, "/me/products", Done::Removed))
}

/// Whether this actor may add a photo to a product now; asked before a byte is read, and before each photo is stored.
pub async fn may_add_photos(ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    let own = reads::own_product(ctx, id).await?;
    let locked = own.product.has_draft && !own.open.state.open();
    if locked {
        return Err(Reason::NOT_NOW.into());
    }
    photos::has_room(ctx.db.read(), ctx, own.open.photos.len()).await
}

/// The photos page again, with what is wrong.
pub async fn photos_again(ctx: &Ctx, id: ProductId, errors: FieldErrors) -> Answer {
    let (own, crafts) = (reads::own_product(ctx, id).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::photos(ctx, &own, &Filled::wrong(Form::default(), errors), &crafts).unprocessable().respond(ctx))
}
