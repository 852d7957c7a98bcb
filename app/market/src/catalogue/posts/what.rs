//! The form that says what a product is: saved as far as it goes, and shown again with what is wrong.

use axum::extract::Path;

use super::mine::{Key, own};
use crate::catalogue::acts;
use crate::catalogue::pages;
use crate::catalogue::refusals;
use crate::catalogue::rules::{LEAST_OF_DESCRIPTION, LEAST_OF_TITLE, MOST_OF_DESCRIPTION, MOST_OF_MATERIAL, MOST_OF_TITLE, Making};
use crate::catalogue::types::What;
use ground::ctx::Ctx;
use ground::days;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::ProductId;
use ground::route::Answer;
use ground::text;
use ground::ui::{Done, done};
use people::crafts;
use people::crafts::Crafts;

/// Letters of an English description, of care, of what is in a food, of what some must not eat, of a size, and of a permit's number.
const MOST: Most = Most { description_en: 3_000, care: 500, ingredients: 1_000, allergens: 300, size: 80, permit: 40 };
const MOST_GRAMS: i64 = 500_000;
const MOST_SHELF_LIFE: i64 = 1_500;

struct Most {
    description_en: usize,
    care: usize,
    ingredients: usize,
    allergens: usize,
    size: usize,
    permit: usize,
}

pub(crate) async fn what_again(ctx: &Ctx, id: i64, filled: &Filled) -> Answer {
    let own = own(ctx, id).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let page = pages::what(ctx, &own, filled, &crafts);
    Ok(page.answering(filled).respond(ctx))
}

/// Where the family goes on, if it leaves the step before it is whole.
fn aside(then: &str, id: i64) -> Option<String> {
    match then {
        "later" => Some(format!("/me/products/{id}")),
        step => pages::STEPS.contains(&step).then(|| format!("/me/products/{id}/{step}")),
    }
}

pub(crate) async fn what(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let crafts = crafts::crafts(&ctx.db).await?;
    let before = own(&ctx, id).await?;
    let read = read_what(&ctx, &form, &crafts);
    let aside = aside(form.get("then"), id);
    // What is on the market gets no new version from a form with mistakes, unless the family leaves it.
    let gaps = read.is_err().then(|| rough(&form, &crafts, &before.open.what)).filter(|_| aside.is_some() || !before.product.has_live);
    let saved = async {
        if let Some(what) = gaps {
            acts::save_what(&ctx, ProductId(id), what).await?;
        }
        match read {
            Ok(what) => acts::save_what(&ctx, ProductId(id), what).await,
            Err(_) if aside.is_some() => Ok(()),
            Err(errors) => Err(errors.into()),
        }
    };
    match saved.await {
        // The price of what is on the market is a step of its own; its new text waits to be sent.
        Ok(()) => {
            let next = if before.product.has_live { format!("/me/products/{id}") } else { format!("/me/products/{id}/price") };
            Ok(done(&ctx, &aside.unwrap_or(next), Done::Saved))
        }
        // It went into review meanwhile: what was typed is not lost.
        Err(error) => match kept(error) {
            AppError::Invalid(errors) => what_again(&ctx, id, &Filled::wrong(form, errors)).await,
            error => Err(error),
        },
    }
}

fn read_what(ctx: &Ctx, form: &Form, crafts: &Crafts) -> Result<What, FieldErrors> {
    let mut check = Check::new(form);
    let title_ar = check.needed_line("title_ar", LEAST_OF_TITLE, MOST_OF_TITLE);
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
        description_ar: check.needed_lines("description_ar", LEAST_OF_DESCRIPTION, MOST_OF_DESCRIPTION),
        description_en: check.lines("description_en", MOST.description_en),
        craft: code,
        item,
        material: check.line("material", MOST_OF_MATERIAL),
        making: check.choice("making", Making::from_code),
        size: check.line("size", MOST.size),
        weight_grams: check.number("weight", 1, MOST_GRAMS),
        care: check.lines("care", MOST.care),
        ingredients: if food { check.needed_lines("ingredients", 2, MOST.ingredients) } else { String::new() },
        allergens: if food { check.lines("allergens", MOST.allergens) } else { String::new() },
        shelf_life_days: if food { Some(check.needed_number("shelf_life", 1, MOST_SHELF_LIFE)) } else { None },
        permit_number: if food { check.needed_line("permit_number", 2, MOST.permit) } else { String::new() },
        permit_expires_on: if food { check.date("permit_expires") } else { None },
    };
    if food {
        match what.permit_expires_on {
            None => check.wrong("permit_expires", Problem::Required),
            Some(day) if day < days::day_in_tripoli(ctx.now) => check.wrong("permit_expires", Problem::DatePassed),
            Some(_) => {}
        }
    }
    check.done()?;
    Ok(what)
}

/// What can be kept of a form that is not whole: texts as far as they fit, and where something cannot be read what stood there before.
fn rough(form: &Form, crafts: &Crafts, before: &What) -> What {
    // What is wrong is said by [`read_what`].
    let mut check = Check::new(form);
    let fits = |text: String, most: usize| text.chars().take(most).collect::<String>();
    let line = |name: &str, most: usize| fits(text::clean_line(form.get(name)), most);
    let lines = |name: &str, most: usize| fits(text::clean(form.get(name)), most);
    let empty = |name: &str| form.get(name).trim().is_empty();
    let mut number = |name: &str, most: i64, before: Option<i64>| check.number(name, 1, most).or(before).filter(|_| !empty(name));
    let craft = match form.get("craft") {
        "" => String::new(),
        code => crafts.craft(code).filter(|craft| craft.active).map_or_else(|| before.craft.clone(), |craft| craft.code.clone()),
    };
    let item = crafts.item(form.get("item")).filter(|item| craft.is_empty() || item.craft == craft).map(|item| item.code.clone());
    // As long as no craft is chosen it may be food.
    let food = crafts.craft(&craft).is_none_or(|craft| craft.food);
    let of_food = |text: String| if food { text } else { String::new() };
    let (weight_grams, shelf_life) =
        (number("weight", MOST_GRAMS, before.weight_grams), number("shelf_life", MOST_SHELF_LIFE, before.shelf_life_days));
    let permit_until = check.date("permit_expires").or(before.permit_expires_on).filter(|_| !empty("permit_expires"));
    What {
        title_ar: line("title_ar", MOST_OF_TITLE),
        title_en: line("title_en", MOST_OF_TITLE),
        description_ar: lines("description_ar", MOST_OF_DESCRIPTION),
        description_en: lines("description_en", MOST.description_en),
        item,
        material: line("material", MOST_OF_MATERIAL),
        making: Making::from_code(form.get("making")),
        size: line("size", MOST.size),
        weight_grams,
        care: lines("care", MOST.care),
        ingredients: of_food(lines("ingredients", MOST.ingredients)),
        allergens: of_food(lines("allergens", MOST.allergens)),
        shelf_life_days: shelf_life.filter(|_| food),
        permit_number: of_food(line("permit_number", MOST.permit)),
        permit_expires_on: permit_until.filter(|_| food),
        craft,
    }
}
