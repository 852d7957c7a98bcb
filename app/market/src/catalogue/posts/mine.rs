//! What the forms of a family's own products do, and their pages again with what is wrong.

use axum::extract::Path;

use crate::catalogue::acts::{self, Sent};
use crate::catalogue::photos::{self, PhotoChange};
use crate::catalogue::refusals;
use crate::catalogue::rules::{
    Availability, MOST_LEAD_DAYS, MOST_OF_DESCRIPTION, MOST_OF_MATERIAL, MOST_OF_TITLE, MOST_VARIANTS, Making, ProductMove,
};
use crate::catalogue::types::{Offer, OwnProduct, Variant, What};
use crate::catalogue::{drafts, pages, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::ProductId;
use ground::route::{Act, Answer, see_other};
use ground::text;
use ground::ui::{Done, done};
use people::crafts;
use people::crafts::Crafts;

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
                let errors = FieldErrors::one(&format!("alt_{at}"), Problem::TooLong(140));
                return Ok(pages::photos(&ctx, &own, &Filled::wrong(form, errors)).unprocessable().respond(&ctx));
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

pub(crate) async fn what_again(ctx: &Ctx, id: i64, filled: &Filled) -> Answer {
    let own = own(ctx, id).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let page = pages::what(ctx, &own, filled, &crafts);
    Ok(page.answering(filled).respond(ctx))
}

pub(crate) async fn what(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let saved = async {
        let crafts = crafts::crafts(&ctx.db).await?;
        let what = read_what(&ctx, &form, &crafts)?;
        acts::save_what(&ctx, ProductId(id), what).await?;
        own(&ctx, id).await
    };
    match saved.await {
        // The price of what is on the market is a step of its own; its new text waits to be sent.
        Ok(own) if own.product.has_live => Ok(done(&ctx, &format!("/me/products/{id}"), Done::Saved)),
        Ok(_) => Ok(done(&ctx, &format!("/me/products/{id}/price"), Done::Saved)),
        // It went into review meanwhile: what was typed is not lost.
        Err(error) => match kept(error) {
            AppError::Invalid(errors) => what_again(&ctx, id, &Filled::wrong(form, errors)).await,
            error => Err(error),
        },
    }
}

fn read_what(ctx: &Ctx, form: &Form, crafts: &Crafts) -> Result<What, FieldErrors> {
    let mut check = Check::new(form);
    let title_ar = check.needed_line("title_ar", 3, MOST_OF_TITLE);
    if !title_ar.is_empty() && !text::has_arabic(&title_ar) {
        check.wrong("title_ar", Problem::ArabicNeeded);
    }
    let craft = check.choice("craft", |code| crafts.craft(code).filter(|craft| craft.active).cloned());
    let code = craft.as_ref().map(|craft| craft.code.clone()).unwrap_or_default();
    let item = match form.get("item") {
        "" => None,
        asked => {
            let item = crafts.item(asked).filter(|item| item.craft == code).map(|item| item.code.clone());
            if item.is_none() && !code.is_empty() {
                check.wrong("item", refusals::OTHER_CRAFT);
            }
            item
        }
    };
    let food = craft.is_some_and(|craft| craft.food);
    let what = What {
        title_ar,
        title_en: check.line("title_en", MOST_OF_TITLE),
        description_ar: check.needed_lines("description_ar", 10, MOST_OF_DESCRIPTION),
        description_en: check.lines("description_en", 3_000),
        craft: code,
        item,
        material: check.line("material", MOST_OF_MATERIAL),
        making: check.choice("making", Making::from_code),
        size: check.line("size", 80),
        weight_grams: check.number("weight", 1, 500_000),
        care: check.lines("care", 500),
        ingredients: if food { check.needed_lines("ingredients", 2, 1_000) } else { String::new() },
        allergens: if food { check.lines("allergens", 300) } else { String::new() },
        shelf_life_days: if food { Some(check.needed_number("shelf_life", 1, 1_500)) } else { None },
        permit_number: if food { check.needed_line("permit_number", 2, 40) } else { String::new() },
        permit_expires_on: if food { check.date("permit_expires") } else { None },
    };
    if food {
        match what.permit_expires_on {
            None => check.wrong("permit_expires", Problem::Required),
            Some(day) if day < ground::days::day_in_tripoli(ctx.now) => check.wrong("permit_expires", Problem::DatePassed),
            Some(_) => {}
        }
    }
    check.done()?;
    Ok(what)
}

/// One more row for a variant; what was typed stays.
pub(crate) async fn more(ctx: Ctx, Path((_, id)): Key, _: Act, mut form: Form) -> Answer {
    form.set("rows", (rows(&form) + 1).min(MOST_VARIANTS).to_string());
    let own = own(&ctx, id).await?;
    Ok(pages::price(&ctx, &own, &Filled::from(form)).once_more().respond(&ctx))
}

/// Rows of variants that a form has.
fn rows(form: &Form) -> usize {
    form.get("rows").parse::<usize>().unwrap_or(1).clamp(1, MOST_VARIANTS)
}

pub(crate) async fn price(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let mut form = form;
    let offer = match read_offer(&form, rows(&form)) {
        Ok(offer) => offer,
        Err(errors) => return price_again(&ctx, id, Filled::wrong(form, errors)).await,
    };
    match acts::change_offer(&ctx, ProductId(id), form.get("seen"), offer).await.map_err(kept) {
        Ok(()) => {
            let own = own(&ctx, id).await?;
            // What is written for the first time is looked over and sent.
            let next = if own.product.has_draft && own.open.state.open() { "/check" } else { "" };
            Ok(done(&ctx, &format!("/me/products/{id}{next}"), Done::Saved))
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
    let own = own(ctx, id).await?;
    Ok(pages::price(ctx, &own, &filled).answering(&filled).respond(ctx))
}

fn read_offer(form: &Form, rows: usize) -> Result<Offer, FieldErrors> {
    let mut check = Check::new(form);
    let availability = check.choice("availability", Availability::from_code).unwrap_or(Availability::InStock);
    let made_to_order = availability == Availability::MadeToOrder;
    let lead_days = if made_to_order { check.needed_number("lead_days", 1, MOST_LEAD_DAYS) } else { 0 };
    let weekly_capacity = if made_to_order { check.number("weekly_capacity", 1, 10_000) } else { None };
    let mut variants: Vec<Variant> = Vec::new();
    let touched = |n: usize| ["name", "price"].iter().any(|field| !form.get(&format!("{field}_{n}")).trim().is_empty());
    let several = (1..rows).any(touched);
    for n in 0..rows {
        let (name, price, stock) = (format!("name_{n}"), format!("price_{n}"), format!("stock_{n}"));
        if n > 0 && !touched(n) {
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
    let own = reads::own_product(ctx, id).await?;
    Ok(pages::photos(ctx, &own, &Filled::wrong(Form::default(), errors)).unprocessable().respond(ctx))
}
